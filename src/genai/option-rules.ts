/** What an option must be, for whoever gives it and for the check. */
export interface OptionRule {
  /** Completes "expected <name> to be …". */
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
}

/** Rules by the options' names; a group of options has rules of its own. */
export interface OptionRules {
  readonly [name: string]: OptionRule | OptionRules;
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** The longest delay a timer can take, in seconds; more would fire at once. https://nodejs.org/api/timers.html */
const LONGEST_TIMER_SECONDS = 2_147_483;

export const flag: OptionRule = { expected: 'true or false', holds: (value) => typeof value === 'boolean' };
export const share: OptionRule = {
  expected: 'a number from 0 to 1',
  holds: (value) => isNumber(value) && value >= 0 && value <= 1,
};
export const shares: OptionRule = {
  expected: 'a list of numbers from 0 to 1',
  holds: (value) => Array.isArray(value) && value.every(share.holds),
};
export const seconds: OptionRule = {
  expected: 'a number of seconds from 0',
  holds: (value) => isNumber(value) && value >= 0,
};
export const timerSeconds: OptionRule = {
  expected: `a number of seconds from 0 to ${LONGEST_TIMER_SECONDS}`,
  holds: (value) => isNumber(value) && value >= 0 && value <= LONGEST_TIMER_SECONDS,
};
export const count: OptionRule = {
  expected: 'a whole number from 1',
  holds: (value) => Number.isSafeInteger(value) && (value as number) >= 1,
};
export const callback: OptionRule = { expected: 'a function', holds: (value) => typeof value === 'function' };

export function oneOf(...allowed: readonly string[]): OptionRule {
  return { expected: `one of ${allowed.join(', ')}`, holds: (value) => allowed.includes(value as string) };
}

/**
 * Checks options and groups of options. What is undefined counts as not given.
 * @throws {TypeError} naming the option, what was expected and what was given
 */
export function validateOptions(subject: string, options: unknown, rules: OptionRules, path = ''): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError(`${subject}: expected ${path || 'options'} to be an object, got ${shown(options)}`);
  for (const [key, value] of Object.entries(options)) {
    const name = path === '' ? key : `${path}.${key}`;
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    if (rule === undefined)
      throw new TypeError(`${subject}: expected an option among ${Object.keys(rules).join(', ')}, got "${name}"`);
    if (value === undefined) continue;
    if (isRule(rule)) validateOption(subject, name, value, rule);
    else validateOptions(subject, value, rule, name);
  }
}

/** @throws {TypeError} naming the option, what was expected and what was given */
export function validateOption(subject: string, name: string, value: unknown, rule: OptionRule): void {
  if (!rule.holds(value))
    throw new TypeError(`${subject}: expected ${name} to be ${rule.expected}, got ${shown(value)}`);
}

function isRule(rule: OptionRule | OptionRules): rule is OptionRule {
  return typeof rule['holds'] === 'function';
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 100));
  if (Array.isArray(value)) return value.length > 10 ? 'a list' : `[${value.map(shown).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}
