import { types } from 'node:util';
import { TRUNCATED } from '../scan/placeholder.ts';
import type { KeyVerdict } from '../scan/scan.ts';
import { ChangedCopy } from './copy-on-write.ts';
import { type KeyedParts, REMOVED, redactKeyedNumber, redactKeyedText } from './keyed-value.ts';
import { isAbout, isPairValue, itemVerdict, pairVerdict } from './name-value-objects.ts';
import { isForeign, redactForeign } from './special-objects.ts';

const MOST_ENTRIES = 10_000;
const MOST_CHARACTERS = 1 << 20;
export const CIRCULAR = '[CIRCULAR]';

export interface ValueParts extends KeyedParts {
  readonly maxDepth: number;
}

const isAccessor = (object: object, name: string): boolean =>
  Object.getOwnPropertyDescriptor(object, name)?.get !== undefined;

/** One value on its way through the rules. An object in which nothing changes is answered as it is, not as a copy. */
export class ValueWalk {
  readonly parts: ValueParts;
  // Made when needed: most attributes hold no objects.
  #above: Set<object> | undefined;
  #seen: Map<object, unknown> | undefined;
  #entries = MOST_ENTRIES;
  #characters = MOST_CHARACTERS;

  constructor(parts: ValueParts) {
    this.parts = parts;
  }

  /** `above` is what the name of an object says of everything in it. */
  redact(key: string, value: unknown, above?: KeyVerdict): unknown {
    const verdict = this.parts.keys.judge(key) ?? (above !== undefined && isAbout(key) ? undefined : above);
    return this.redactAs(verdict, key, value);
  }

  redactAs(verdict: KeyVerdict | undefined, key: string, value: unknown): unknown {
    switch (typeof value) {
      case 'string':
        return this.#text(verdict, value);
      case 'number':
      case 'bigint':
      case 'boolean':
        return redactKeyedNumber(this.parts, verdict, value);
      case 'symbol': {
        const text = this.#text(verdict, value.description ?? '');
        return text === (value.description ?? '') ? value : text;
      }
      case 'object':
        return value === null ? value : this.#object(verdict, key, value);
      default:
        return value;
    }
  }

  #text(verdict: KeyVerdict | undefined, value: string): unknown {
    if (this.#characters <= 0) return TRUNCATED;
    this.#characters -= value.length;
    if (verdict !== undefined) return redactKeyedText(this.parts, verdict, value);
    const text = this.parts.text.redact(value);
    return this.parts.mode === 'remove' && text.trim() === '' && value.trim() !== '' ? REMOVED : text;
  }

  #object(verdict: KeyVerdict | undefined, key: string, value: object): unknown {
    this.#above ??= new Set();
    this.#seen ??= new Map();
    if (this.#above.has(value)) return CIRCULAR;
    if (verdict === undefined && this.#seen.has(value)) return this.#seen.get(value);
    if (this.#above.size >= this.parts.maxDepth) return this.#unread();
    this.#above.add(value);
    let result: unknown;
    try {
      result = this.#inside(verdict, key, value);
    } catch {
      this.parts.report('error');
      result = this.parts.mark.write('error', '');
    }
    this.#above.delete(value);
    if (verdict === undefined) this.#seen.set(value, result);
    return result;
  }

  #unread(): unknown {
    this.parts.report('unread');
    return this.parts.mode === 'remove' ? REMOVED : this.parts.mark.write('unread', '');
  }

  #inside(verdict: KeyVerdict | undefined, key: string, value: object): unknown {
    const isProxy = types.isProxy(value);
    if (Array.isArray(value)) return this.#list(verdict, key, value, isProxy);
    return isForeign(value) ? redactForeign(this, verdict, key, value) : this.properties(verdict, value, isProxy);
  }

  #list(verdict: KeyVerdict | undefined, key: string, list: readonly unknown[], isProxy: boolean): unknown {
    const items: unknown[] = [];
    let isChanged = isProxy;
    const isPair = list.length === 2 && (this.#above?.size ?? 0) > 1;
    for (let i = 0; i < list.length; i++) {
      const item = list[i];
      if (typeof item !== 'number' && this.#entries-- <= 0) {
        items.push(TRUNCATED);
        return items;
      }
      const own = verdict ?? (i > 0 ? itemVerdict(this.parts.keys, key, list[i - 1], item, isPair) : undefined);
      const redacted = this.redactAs(own, key, item);
      if (redacted !== item && !Number.isNaN(item)) isChanged = true;
      if (redacted !== REMOVED) items.push(redacted);
    }
    return isChanged ? items : list;
  }

  /** The enumerable properties of an object: as they were when nothing in them changed, else in a new object. */
  properties(verdict: KeyVerdict | undefined, value: object, isProxy: boolean): object {
    const names = Object.keys(value);
    const pair = pairVerdict(this.parts.keys, names, (name) => this.#read(value, name));
    const copy = new ChangedCopy(value, names);
    if (isProxy) copy.begin(0);
    for (let i = 0; i < names.length; i++) {
      if (this.#entries-- <= 0) return copy.cut(i);
      this.#property(verdict, pair, copy, i);
    }
    return copy.result;
  }

  #property(verdict: KeyVerdict | undefined, pair: KeyVerdict | undefined, copy: ChangedCopy, index: number): void {
    const name = copy.names[index] as string;
    const value = this.#read(copy.original, name);
    const redacted =
      pair !== undefined && isPairValue(name) ? this.redactAs(pair, name, value) : this.redact(name, value, verdict);
    const written = this.parts.text.redactName(name);
    const isSame = written === name && (redacted === value || Number.isNaN(value));
    if (!isSame || isAccessor(copy.original, name)) copy.begin(index);
    copy.write(written, redacted);
  }

  #read(from: object, name: string): unknown {
    try {
      return (from as Record<string, unknown>)[name];
    } catch {
      this.parts.report('error');
      return this.parts.mark.write('error', '');
    }
  }
}
