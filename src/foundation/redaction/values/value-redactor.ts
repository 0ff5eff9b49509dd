import { types } from 'node:util';
import { TRUNCATED } from '../scan/placeholder.ts';
import type { NameVerdict } from '../scan/scan.ts';
import { redactArgument } from './command-arguments.ts';
import { ChangedCopy } from './copy-on-write.ts';
import { type NamedValueParts, REMOVED, redactNamedNumber, redactNamedText } from './named-value.ts';
import { isAbout, itemVerdict, type MemberVerdicts, memberVerdicts } from './record-members.ts';
import { isForeign, redactForeign } from './special-objects.ts';
import { isQueryName, redactQuery } from './url-query.ts';

const MAX_ENTRIES = 10_000;
const MAX_CHARACTERS = 1 << 20;
const NUMBERS_PER_ENTRY = 64;
export const CIRCULAR = '[CIRCULAR]';

export interface ValueParts extends NamedValueParts {
  readonly maxDepth: number;
}

const isAccessor = (object: object, name: string): boolean =>
  Object.getOwnPropertyDescriptor(object, name)?.get !== undefined;

/** One value on its way through the rules. An object in which nothing changes is returned as it is, not as a copy. */
export class ValueWalk {
  readonly parts: ValueParts;
  // Made when needed: most attributes hold no objects.
  #above: Set<object> | undefined;
  #seen: Map<object, unknown> | undefined;
  #entries = MAX_ENTRIES;
  #characters = MAX_CHARACTERS;

  constructor(parts: ValueParts) {
    this.parts = parts;
  }

  /** `above` is what the name of an object says of everything in it. */
  redact(key: string, value: unknown, above?: NameVerdict): unknown {
    const verdict = this.parts.names.judge(key) ?? (above !== undefined && isAbout(key) ? undefined : above);
    return this.redactAs(verdict, key, value);
  }

  redactAs(verdict: NameVerdict | undefined, key: string, value: unknown): unknown {
    switch (typeof value) {
      case 'string':
        return this.#text(verdict, value, key);
      case 'number':
      case 'bigint':
      case 'boolean':
        return redactNamedNumber(this.parts, verdict, value, key);
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

  #text(verdict: NameVerdict | undefined, value: string, key = ''): unknown {
    if (this.#characters <= 0) return TRUNCATED;
    this.#characters -= value.length;
    if (verdict !== undefined) return redactNamedText(this.parts, verdict, value);
    const text = isQueryName(key) ? redactQuery(this.parts.text, value) : this.parts.text.redact(value);
    return this.parts.mode === 'remove' && text.trim() === '' && value.trim() !== '' ? REMOVED : text;
  }

  #object(verdict: NameVerdict | undefined, key: string, value: object): unknown {
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
      result = this.parts.placeholder.write('error', '');
    }
    this.#above.delete(value);
    if (verdict === undefined) this.#seen.set(value, result);
    return result;
  }

  #unread(): unknown {
    this.parts.report('unread');
    return this.parts.mode === 'remove' ? REMOVED : this.parts.placeholder.write('unread', '');
  }

  #inside(verdict: NameVerdict | undefined, key: string, value: object): unknown {
    const isProxy = types.isProxy(value);
    if (Array.isArray(value)) return this.#list(verdict, key, value, isProxy);
    return isForeign(value) ? redactForeign(this, verdict, key, value) : this.properties(verdict, value, isProxy);
  }

  #list(verdict: NameVerdict | undefined, key: string, list: readonly unknown[], isProxy: boolean): unknown {
    const items: unknown[] = [];
    let isChanged = isProxy;
    const isPair = list.length === 2 && (this.#above?.size ?? 0) > 1;
    for (let i = 0; i < list.length; i++) {
      const item = list[i];
      // A list of numbers is read as far as a list of texts of that length.
      if ((typeof item !== 'number' || i % NUMBERS_PER_ENTRY === 0) && this.#entries-- <= 0) {
        items.push(TRUNCATED);
        return items;
      }
      const own = verdict ?? (i > 0 ? itemVerdict(this.parts.names, key, list[i - 1], item, isPair) : undefined);
      const argument =
        own === undefined && typeof item === 'string' ? redactArgument(this.parts, key, list, i) : undefined;
      const redacted = argument ?? this.redactAs(own, key, item);
      if (redacted !== item && !Number.isNaN(item)) isChanged = true;
      if (redacted !== REMOVED) items.push(redacted);
    }
    return isChanged ? items : list;
  }

  /** The enumerable properties of an object: as they were when nothing in them changed, else in a new object. */
  properties(verdict: NameVerdict | undefined, value: object, isProxy: boolean): object {
    const names = Object.keys(value);
    const members = memberVerdicts(this.parts.names, names, (name) => this.#read(value, name));
    const copy = new ChangedCopy(value, names);
    if (isProxy) copy.begin(0);
    for (let i = 0; i < names.length; i++) {
      if (this.#entries-- <= 0) return copy.cut(i);
      this.#property(verdict, members, copy, i);
    }
    this.#symbols(verdict, copy);
    return copy.result;
  }

  /** Properties whose names are symbols: they are printed, though not sent as JSON. */
  #symbols(verdict: NameVerdict | undefined, copy: ChangedCopy): void {
    for (const symbol of Object.getOwnPropertySymbols(copy.original)) {
      const value = (copy.original as Record<symbol, unknown>)[symbol];
      const redacted = this.redact(symbol.description ?? '', value, verdict);
      if (redacted !== value && !Number.isNaN(value)) copy.begin(copy.names.length);
      copy.write(symbol, redacted);
    }
  }

  #property(
    verdict: NameVerdict | undefined,
    members: MemberVerdicts | undefined,
    copy: ChangedCopy,
    index: number,
  ): void {
    const name = copy.names[index] as string;
    const value = this.#read(copy.original, name);
    const member = members?.(name);
    const redacted =
      member === undefined ? this.redact(name, value, verdict) : this.redactAs(member ?? undefined, name, value);
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
      return this.parts.placeholder.write('error', '');
    }
  }
}
