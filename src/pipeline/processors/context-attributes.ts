import { type Attributes, type Context, context, createContextKey } from '@opentelemetry/api';
import type { LogRecordProcessor, ReadWriteLogRecord } from '@opentelemetry/sdk-logs';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { attempt } from '../../foundation/diagnostics/attempt.ts';
import { warnOnce } from '../../foundation/diagnostics/once.ts';
import { describeType } from '../../foundation/diagnostics/options.ts';

/** Every span and record inside carries them: as many as the SDK keeps of a span's own. */
const MAX_ATTRIBUTES = 128;
const ATTRIBUTES = createContextKey('otelier attributes');

/**
 * Runs `fn`; every span started and every log record emitted inside it, across awaits, carries the attributes.
 * Inner calls add to outer ones and win over them; attributes that a span or record sets itself win over both.
 * Metrics do not carry them: an attribute per tenant or user would multiply every series.
 * Attributes that cannot be read are one warning, and `fn` runs all the same.
 *
 * @throws {TypeError} when `fn` is no function
 * @example withAttributes({ 'app.tenant.id': tenant }, () => handle(request))
 */
export function withAttributes<T>(attributes: Attributes, fn: () => T): T {
  if (typeof fn !== 'function')
    throw new TypeError(`withAttributes: expected fn to be a function, got ${describeType(fn)}`);
  const active = context.active();
  return context.with(active.setValue(ATTRIBUTES, { ...attributesOf(active), ...readAttributes(attributes) }), fn);
}

/** Values of a request may be anything: they must not keep `fn` from running. */
function readAttributes(attributes: Attributes): Attributes {
  const isObject = typeof attributes === 'object' && attributes !== null && isBag(attributes);
  const read = isObject ? attempt(() => copyOf(attributes)) : undefined;
  if (read !== undefined) return read;
  const got = isObject ? 'one that cannot be read' : describeType(attributes);
  warnOnce(
    `withAttributes: expected attributes to be an object of attribute values, got ${got}; there are none of them`,
  );
  return {};
}

/** A Buffer would be an attribute for each byte. */
const isBag = (value: object): boolean => attempt(() => Array.isArray(value)) !== true && !ArrayBuffer.isView(value);

function copyOf(attributes: Attributes): Attributes {
  const copy: Attributes = {};
  let left = MAX_ATTRIBUTES;
  for (const key in attributes) {
    if (left-- <= 0) break;
    copy[key] = attributes[key];
  }
  return copy;
}

function attributesOf(from: Context): Attributes | undefined {
  return from.getValue(ATTRIBUTES) as Attributes | undefined;
}

/** Attributes that a span or record has set itself are kept. */
function addMissing(target: Span | ReadWriteLogRecord, from: Context): void {
  const attributes = attributesOf(from);
  // Most spans have none, and this runs for every one.
  if (attributes === undefined) return;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && !Object.hasOwn(target.attributes, key)) target.setAttribute(key, value);
  }
}

/** Puts the attributes of `withAttributes` on spans when they start. */
export class ContextAttributesSpanProcessor implements SpanProcessor {
  onStart(span: Span, parentContext: Context): void {
    addMissing(span, parentContext);
  }

  onEnd(): void {}
  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

/** Puts the attributes of `withAttributes` on log records. */
export class ContextAttributesLogRecordProcessor implements LogRecordProcessor {
  onEmit(record: ReadWriteLogRecord, emitContext: Context = context.active()): void {
    addMissing(record, emitContext);
  }

  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}
