import type { RedactionMode } from './mark.ts';
import type { UserPattern } from './user-patterns.ts';

/** How to redact. */
export interface RedactorOptions {
  /**
   * What becomes of a secret: `mask` writes `[REDACTED:<rule>]`, `hash` `[REDACTED:<rule>:<12 hex>]` with a keyed digest, `remove` drops the
   * attribute or the matched text.
   * @default 'mask'
   */
  readonly mode?: RedactionMode;
  /** More names whose values are secret: in any case and notation for strings (`employeeNumber` is `employee_number` too), tested as they are for expressions. */
  readonly keys?: readonly (string | RegExp)[];
  /** Names whose values are not secret, whatever the rules for names say. Shapes in the values are still looked for. */
  readonly allowKeys?: readonly string[];
  /** More shapes of secrets. Run in linear time: look-arounds and back references are refused. */
  readonly patterns?: readonly UserPattern[];
  /** E-mail addresses, telephone numbers and national ids too. @default false */
  readonly pii?: boolean;
  /** Levels of objects and lists that are looked at; what lies deeper is masked. @default 12 */
  readonly maxDepth?: number;
  /** Characters of a text that are kept; the rest is cut off. @default 65536 */
  readonly maxStringLength?: number;
  /** The key of `hash`'s digests, for the same digests in several processes. @default random in each process */
  readonly hashKey?: string;
  /** Told of each redaction. What it throws is ignored. */
  readonly onRedaction?: (rule: string, count: number) => void;
}

const MODES: readonly string[] = ['mask', 'hash', 'remove'];
const NAME = /^[a-zA-Z\d][\w.-]{0,63}$/;

type Check = readonly [expected: string, isRight: (value: unknown) => boolean];

const isList =
  (isItem: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.every(isItem);
const isName = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
const isPattern = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  const { name, pattern } = value as Partial<UserPattern>;
  return typeof name === 'string' && NAME.test(name) && pattern instanceof RegExp;
};
const isCount =
  (from: number) =>
  (value: unknown): boolean =>
    Number.isInteger(value) && (value as number) >= from;

const CHECKS: Readonly<Record<keyof RedactorOptions, Check>> = {
  mode: ["'mask', 'hash' or 'remove'", (value) => MODES.includes(value as string)],
  keys: ['a list of names and regular expressions', isList((key) => isName(key) || key instanceof RegExp)],
  allowKeys: ['a list of names', isList(isName)],
  patterns: ['a list of { name: letters, digits, . _ -; pattern: a regular expression }', isList(isPattern)],
  pii: ['true or false', (value) => typeof value === 'boolean'],
  maxDepth: ['a whole number from 1', isCount(1)],
  maxStringLength: ['a whole number from 64', isCount(64)],
  hashKey: ['a text that is not empty', isName],
  onRedaction: ['a function', (value) => typeof value === 'function'],
};

/** A value's kind, not the value: options may hold what must not be shown. */
function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list with something else in it';
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : typeof value;
}

/** Throws TypeError for an option that is none, or that has no value of its kind. */
export function validateRedactorOptions(options: RedactorOptions): void {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`redaction: expected an object of options, got ${kindOf(options)}`);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name as keyof RedactorOptions] : undefined;
    if (check === undefined)
      throw new TypeError(`redaction ${name}: expected one of ${Object.keys(CHECKS).join(', ')}`);
    const [expected, isRight] = check;
    if (!isRight(value)) {
      const got = name === 'mode' && typeof value === 'string' ? `'${value.slice(0, 40)}'` : kindOf(value);
      throw new TypeError(`redaction ${name}: expected ${expected}, got ${got}`);
    }
  }
}
