/** What the value of an option must be. */
export interface OptionRule {
  /** Completes "expected <name> to be …". */
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
  /** Whether the option has no default. */
  readonly isRequired?: boolean;
  /** Whether a message may show only the type of the value, since the value may be a secret. */
  readonly isSecret?: boolean;
}

/** Rules by the options' names; a group of options has rules of its own. */
export interface OptionRules {
  readonly [name: string]: OptionRule | OptionRules;
}

const isFiniteNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

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
export const objectOf = (what: string): OptionRule => ({ expected: `an object of ${what}`, holds: isPlainObject });
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

export const arrayOf = (what: string, item: OptionRule): OptionRule => ({
  expected: `an array of ${what}`,
  holds: (value) => Array.isArray(value) && value.every(item.holds),
});

/** The same rule for an option that has no default. */
export const required = (rule: OptionRule): OptionRule => ({ ...rule, isRequired: true });

/**
 * Validates options and groups of options. An option that is `undefined` counts as not given.
 * @param subject what the options belong to: the first word of the message
 * @throws {TypeError} with the option's name, what was expected and what was given
 */
export function validateOptions(subject: string, options: unknown, rules: OptionRules, path = ''): void {
  if (!isPlainObject(options))
    throw new TypeError(`${subject}: expected ${path || 'options'} to be an object, got ${describeValue(options)}`);
  for (const key of Object.keys(options))
    if (!Object.hasOwn(rules, key))
      throw new TypeError(
        `${subject}: expected an option among ${Object.keys(rules).join(', ')}, got "${path}${path && '.'}${key.slice(0, 100)}"`,
      );
  for (const [key, rule] of Object.entries(rules)) {
    const value = Object.hasOwn(options, key) ? options[key] : undefined;
    const name = path === '' ? key : `${path}.${key}`;
    if (isRule(rule)) validateGiven(subject, name, value, rule);
    else if (value !== undefined) validateOptions(subject, value, rule, name);
  }
}

function validateGiven(subject: string, name: string, value: unknown, rule: OptionRule): void {
  if (value !== undefined || rule.isRequired === true) validateOption(subject, name, value, rule);
}

/** @throws {TypeError} with the option's name, what was expected and what was given */
export function validateOption(subject: string, name: string, value: unknown, rule: OptionRule): void {
  if (rule.holds(value)) return;
  const got = rule.isSecret === true ? describeType(value) : describeValue(value);
  throw new TypeError(`${subject}: expected ${name} to be ${rule.expected}, got ${got}`);
}

function isRule(rule: OptionRule | OptionRules): rule is OptionRule {
  return typeof rule['holds'] === 'function';
}

/** A value as messages show it: short, and never the contents of an object, the items of an array or the source of a function. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 100));
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}

const describeType = (value: unknown): string => (typeof value === 'string' ? 'a string' : describeValue(value));
