import { attempt } from './attempt.ts';
import { oneLine } from './masking.ts';

/** What the value of an option must be. */
export interface OptionRule {
  /** Completes "expected <name> to be …". */
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
  /** Whether the option has no default. */
  readonly isRequired?: boolean;
  /** Messages show only the type of the value, because the value may be a secret. */
  readonly isSecret?: boolean;
}

/** Rules by the options' names; a group of options has rules of its own. */
export interface OptionRules {
  readonly [name: string]: OptionRule | OptionRules;
}

const isFiniteNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  attempt(() => !Array.isArray(value) && !ArrayBuffer.isView(value)) === true;

/** The maximum delay of a timer, in seconds; longer ones fire at once. https://nodejs.org/api/timers.html */
const MAX_TIMER_SECONDS = 2_147_483;

export const flag: OptionRule = { expected: 'true or false', holds: (value) => typeof value === 'boolean' };
export const text: OptionRule = { expected: 'a non-empty string', holds: isText };
export const callback: OptionRule = { expected: 'a function', holds: (value) => typeof value === 'function' };
export const share: OptionRule = {
  expected: 'a number from 0 to 1',
  holds: (value) => isFiniteNumber(value) && value >= 0 && value <= 1,
};
export const shares: OptionRule = {
  expected: 'a list of numbers from 0 to 1',
  holds: (value) => Array.isArray(value) && value.every(share.holds),
};
export const seconds: OptionRule = {
  expected: 'a number of seconds from 0',
  holds: (value) => isFiniteNumber(value) && value >= 0,
};
export const timerSeconds: OptionRule = {
  expected: `a number of seconds from 0 to ${MAX_TIMER_SECONDS}`,
  holds: (value) => isFiniteNumber(value) && value >= 0 && value <= MAX_TIMER_SECONDS,
};
export const wholeNumberFrom = (min: number): OptionRule => ({
  expected: `a whole number from ${min}`,
  holds: (value) => Number.isSafeInteger(value) && (value as number) >= min,
});
export const count = wholeNumberFrom(1);
export const objectOf = (what: string): OptionRule => ({ expected: `an object of ${what}`, holds: isObject });
export const oneOf = (...allowed: readonly string[]): OptionRule => ({
  expected: `one of ${allowed.join(', ')}`,
  holds: (value) => allowed.includes(value as string),
});

const hasMethods = (value: unknown, methods: readonly string[]): boolean =>
  methods.every((method) => typeof (value as Record<string, unknown> | null | undefined)?.[method] === 'function');

export const objectWith = (...methods: readonly string[]): OptionRule => ({
  expected: `an object with the methods ${methods.join(', ')}`,
  holds: (value) => typeof value === 'object' && hasMethods(value, methods),
});
export const arrayOfObjectsWith = (...methods: readonly string[]): OptionRule => ({
  expected: `an array of objects with the methods ${methods.join(', ')}`,
  holds: (value) => Array.isArray(value) && value.every((item) => hasMethods(item, methods)),
});

/** The same rule for an option that has no default. */
export const required = (rule: OptionRule): OptionRule => ({ ...rule, isRequired: true });

/**
 * Validates options and groups of options, and returns a copy of them. An option that is `undefined` counts as absent. Each option is read once, so
 * what was validated is what the caller gets, even from getters and proxies.
 * @param subject what the options belong to: the first word of the message
 * @throws {TypeError} with the option's name, what was expected and what was given; nothing else is ever thrown
 */
export function validateOptions<T>(subject: string, options: T, rules: OptionRules, path = ''): T {
  if (!isObject(options))
    throw new TypeError(`${subject}: expected ${path || 'options'} to be an object, got ${describeValue(options)}`);
  rejectUnknownOptions(subject, options, rules, path);
  const copy: Record<string, unknown> = {};
  for (const [key, rule] of Object.entries(rules)) {
    const name = path === '' ? key : `${path}.${key}`;
    const value = readOption(subject, options, key, name);
    if (isRule(rule)) {
      if (value !== undefined || rule.isRequired === true) validateOption(subject, name, value, rule);
      if (value !== undefined) copy[key] = value;
    } else if (value !== undefined) copy[key] = validateOptions(subject, value, rule, name);
  }
  return copy as T;
}

function rejectUnknownOptions(subject: string, options: object, rules: OptionRules, path: string): void {
  const keys = attempt(() => Object.keys(options));
  if (keys === undefined)
    throw new TypeError(`${subject}: expected ${path || 'options'} to be an object, got one that cannot be read`);
  const unknown = keys.find((key) => !Object.hasOwn(rules, key));
  if (unknown === undefined) return;
  const got = `"${path}${path && '.'}${oneLine(unknown, 100)}"`;
  throw new TypeError(`${subject}: expected an option among ${Object.keys(rules).join(', ')}, got ${got}`);
}

/** Own properties only: a polluted prototype sets no options. */
function readOption(subject: string, options: Record<string, unknown>, key: string, name: string): unknown {
  const read = attempt(() => ({ value: Object.hasOwn(options, key) ? options[key] : undefined }));
  if (read !== undefined) return read.value;
  throw new TypeError(`${subject}: expected ${name} to be readable, got a getter that throws`);
}

/** @throws {TypeError} with the option's name, what was expected and what was given */
export function validateOption(subject: string, name: string, value: unknown, rule: OptionRule): void {
  // A rule may meet a proxy that throws.
  if (attempt(() => rule.holds(value)) === true) return;
  const got = rule.isSecret === true ? describeType(value) : describeValue(value);
  throw new TypeError(`${subject}: expected ${name} to be ${rule.expected}, got ${got}`);
}

function isRule(rule: OptionRule | OptionRules): rule is OptionRule {
  return typeof rule['holds'] === 'function';
}

/** A value as messages show it: short, on one line, and never the contents of an object, the items of an array or the source of a function. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return oneLine(JSON.stringify(value.slice(0, 100)), 200);
  const isShown = value === undefined || typeof value === 'number' || typeof value === 'boolean';
  return isShown ? String(value) : describeType(value);
}

/** The type of a value, as messages name it. */
export function describeType(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== 'object') return `a ${typeof value}`;
  return attempt(() => Array.isArray(value)) === true ? 'an array' : 'an object';
}
