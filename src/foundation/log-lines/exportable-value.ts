import type { LogRecord } from '@opentelemetry/api';
import { attempt } from '../diagnostics/attempt.ts';
import { entriesOf, keysOf, PlainCopier } from './plain-value.ts';

type Attributes = NonNullable<LogRecord['attributes']>;

/** Attributes of one record. The SDK keeps 128 of them unless it is configured otherwise. */
const MAX_ATTRIBUTES = 1_000;
const MAX_DEPTH = 12;
const MAX_VALUES = 10_000;

/**
 * The attributes of a log record with values that the SDK exports: it drops a Date, a URL, a Map, a BigInt or an instance of a class together with
 * the object around it. Returns the same object when there is nothing to replace. Never throws.
 */
export function exportableAttributes(attributes: Attributes): Attributes {
  const entries = entriesOf(attributes, MAX_ATTRIBUTES + 1);
  const isTooMany = entries.length > MAX_ATTRIBUTES;
  const copier = new PlainCopier();
  const exportable = entries.slice(0, MAX_ATTRIBUTES).map(([key, value]) => [key, exportableValue(value, copier)]);
  const isSame = !isTooMany && exportable.every(([, value], index) => value === entries[index]?.[1]);
  return isSame ? attributes : (Object.fromEntries(exportable) as Attributes);
}

/** A body, or the value of an attribute, as the SDK can export it; the same value when it already is. Never throws. */
export function exportableValue(value: unknown, copier: PlainCopier = new PlainCopier()): unknown {
  return attempt(() => new ExportCheck().isExportable(value)) === true ? value : copier.copy(value);
}

/** Checks one value, within limits: a value beyond them is copied, and thereby truncated. */
class ExportCheck {
  #values = MAX_VALUES;

  isExportable(value: unknown, depth = 0): boolean {
    if (typeof value !== 'object' || value === null) return isExportableScalar(value);
    if (depth >= MAX_DEPTH) return false;
    if (value instanceof Uint8Array) return true;
    if (Array.isArray(value)) return this.#areExportable(value, depth);
    const prototype: unknown = Object.getPrototypeOf(value);
    const isPlain = prototype === Object.prototype || prototype === null;
    if (!isPlain) return false;
    // A getter that throws is not exportable either.
    const values = keysOf(value, this.#values + 1).map((key) => (value as Readonly<Record<string, unknown>>)[key]);
    return this.#areExportable(values, depth);
  }

  #areExportable(values: readonly unknown[], depth: number): boolean {
    this.#values -= values.length;
    return this.#values >= 0 && values.every((value) => this.isExportable(value, depth + 1));
  }
}

const isExportableScalar = (value: unknown): boolean =>
  typeof value !== 'bigint' && typeof value !== 'symbol' && typeof value !== 'function';
