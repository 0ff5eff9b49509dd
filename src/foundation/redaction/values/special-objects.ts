import { types } from 'node:util';
import { TRUNCATED } from '../scan/placeholder.ts';
import type { NameVerdict } from '../scan/scan.ts';
import { REMOVED } from './named-value.ts';

/** Entries of a map, a set or a form that are read. */
const MAX_ITEMS = 10_000;
/** Bytes that are read as a text. */
const MAX_BYTES = 1 << 18;

type Verdict = NameVerdict | undefined;

/** What goes through the parts of an object. */
interface Walk {
  redact(key: string, value: unknown, above?: NameVerdict): unknown;
  redactAs(verdict: Verdict, key: string, value: unknown): unknown;
  properties(verdict: Verdict, value: object, isProxy: boolean): object;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether an object is more than its own enumerable properties. */
export function isForeign(value: object): boolean {
  if (isPlain(value)) return !types.isProxy(value) && typeof (value as { toJSON?: unknown }).toJSON === 'function';
  return types.isProxy(value) === false || value instanceof Error;
}

function redactError(walk: Walk, verdict: Verdict, error: Error): unknown {
  const names = ['name', 'message', 'stack', 'cause', 'errors'] as const;
  const own: Record<string, unknown> = {};
  let isChanged = false;
  for (const name of names) {
    const value = (error as unknown as Record<string, unknown>)[name];
    if (value === undefined) continue;
    own[name] = walk.redactAs(undefined, name, value);
    if (own[name] !== value) isChanged = true;
  }
  const properties = walk.properties(verdict, error, false);
  if (!isChanged && properties === error) return error;
  const copy: object = Object.create(Object.getPrototypeOf(error));
  for (const [name, value] of Object.entries(properties === error ? { ...error } : properties))
    Object.defineProperty(copy, name, { value, writable: true, enumerable: true, configurable: true });
  for (const [name, value] of Object.entries(own))
    if (value !== REMOVED)
      Object.defineProperty(copy, name, { value, writable: true, enumerable: false, configurable: true });
  return copy;
}

function redactMap(walk: Walk, verdict: Verdict, map: ReadonlyMap<unknown, unknown>): unknown {
  let isChanged = false;
  const copy = new Map<unknown, unknown>();
  // Not the method of a subclass, which may have no end.
  for (const [key, value] of Map.prototype.entries.call(map)) {
    if (copy.size >= MAX_ITEMS) return copy.set(TRUNCATED, TRUNCATED);
    const name = typeof key === 'string' ? key : '';
    const redactedKey = walk.redactAs(undefined, '', key);
    const redacted = walk.redact(name, value, verdict);
    if (redacted !== value || redactedKey !== key) isChanged = true;
    if (redacted !== REMOVED && redactedKey !== REMOVED) copy.set(redactedKey, redacted);
  }
  return isChanged ? copy : map;
}

function redactSet(walk: Walk, verdict: Verdict, key: string, set: ReadonlySet<unknown>): unknown {
  const items: unknown[] = [];
  for (const item of Set.prototype.values.call(set)) if (items.push(item) > MAX_ITEMS) return new Set([TRUNCATED]);
  const redacted = items.map((item) => walk.redactAs(verdict, key, item));
  return redacted.every((item, i) => item === items[i]) ? set : new Set(redacted.filter((item) => item !== REMOVED));
}

/** Bytes are read as text, and written as bytes again. */
function redactBytes(walk: Walk, verdict: Verdict, bytes: ArrayBuffer | ArrayBufferView): unknown {
  const view = ArrayBuffer.isView(bytes)
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : Buffer.from(bytes);
  const text = view.toString('latin1', 0, Math.min(view.length, MAX_BYTES));
  const redacted = walk.redactAs(verdict, '', text);
  if (redacted === REMOVED) return REMOVED;
  if (redacted === text) return view.length > MAX_BYTES ? TRUNCATED : bytes;
  return verdict === undefined ? Buffer.from(String(redacted), 'latin1') : redacted;
}

interface NamedTexts extends Iterable<[string, unknown]> {
  append(name: string, value: unknown): void;
}

const NAMED_TEXTS = new Set(['[object Headers]', '[object URLSearchParams]', '[object FormData]']);
/** By their tags: to mention the class `Headers` would load Node's whole HTTP client. */
const isNamedTexts = (value: object): value is NamedTexts => NAMED_TEXTS.has(Object.prototype.toString.call(value));

/** Headers, forms and queries have no properties: their entries are read. */
function redactNamedTexts(walk: Walk, verdict: Verdict, value: NamedTexts): unknown {
  const copy = new (value.constructor as new () => NamedTexts)();
  let isChanged = false;
  let items = 0;
  for (const [name, text] of value) {
    if (items++ >= MAX_ITEMS) return TRUNCATED;
    const redacted = typeof text === 'string' ? walk.redact(name, text, verdict) : text;
    if (redacted !== text) isChanged = true;
    if (redacted !== REMOVED) copy.append(name, redacted);
  }
  return isChanged ? copy : value;
}

/** What an object says it is in JSON, and its own properties; the former when either holds a secret. */
function redactInstance(walk: Walk, verdict: Verdict, key: string, value: object): unknown {
  const { toJSON } = value as { toJSON?: unknown };
  const properties = walk.properties(verdict, value, false);
  if (typeof toJSON !== 'function') return properties;
  const json: unknown = toJSON.call(value, key);
  const redacted = json === value ? properties : walk.redactAs(verdict, key, json);
  return redacted === json && properties === value ? value : redacted;
}

/** Errors, maps, sets, bytes, dates, boxed values and instances of classes. */
export function redactForeign(walk: Walk, verdict: Verdict, key: string, value: object): unknown {
  if (types.isDate(value) || types.isRegExp(value) || types.isPromise(value)) return value;
  if (value instanceof Error) return redactError(walk, verdict, value);
  if (isNamedTexts(value)) return redactNamedTexts(walk, verdict, value);
  if (types.isMap(value)) return redactMap(walk, verdict, value);
  if (types.isSet(value)) return redactSet(walk, verdict, key, value);
  if (types.isAnyArrayBuffer(value) || ArrayBuffer.isView(value))
    return redactBytes(walk, verdict, value as ArrayBufferView);
  if (types.isBoxedPrimitive(value)) {
    const inner: unknown = value.valueOf();
    const redacted = walk.redactAs(verdict, key, inner);
    return redacted === inner ? value : redacted;
  }
  return redactInstance(walk, verdict, key, value);
}
