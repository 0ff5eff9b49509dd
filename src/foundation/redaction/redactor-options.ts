import {
  callback,
  flag,
  type OptionRule,
  oneOf,
  text,
  validateOptions,
  wholeNumberFrom,
} from '../diagnostics/options.ts';
import type { RedactionMode } from './scan/placeholder.ts';
import type { UserPattern } from './text/user-patterns.ts';

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

const NAME = /^[a-zA-Z\d][\w.-]{0,63}$/;

const isPattern = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  const { name, pattern } = value as Partial<UserPattern>;
  return typeof name === 'string' && NAME.test(name) && pattern instanceof RegExp;
};
const listOf = (expected: string, isItem: (item: unknown) => boolean): OptionRule => ({
  expected: `a list of ${expected}`,
  holds: (value) => Array.isArray(value) && value.every(isItem),
  isSecret: true,
});

const RULES: Readonly<Record<keyof RedactorOptions, OptionRule>> = {
  mode: oneOf('mask', 'hash', 'remove'),
  keys: listOf('names and regular expressions', (key) => text.holds(key) || key instanceof RegExp),
  allowKeys: listOf('names', text.holds),
  patterns: listOf('{ name: letters, digits, . _ -; pattern: a regular expression }', isPattern),
  pii: flag,
  maxDepth: wholeNumberFrom(1),
  maxStringLength: wholeNumberFrom(64),
  hashKey: { ...text, isSecret: true },
  onRedaction: { ...callback, isSecret: true },
};

/** @throws {TypeError} naming the option, what was expected and the type of what was given: options may hold secrets */
export function validateRedactorOptions(options: RedactorOptions): RedactorOptions {
  return validateOptions('redaction', options, RULES);
}
