/** What an option has to be. */
export interface OptionRule {
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
}

export const flag: OptionRule = { expected: 'true or false', holds: (value) => typeof value === 'boolean' };
export const name: OptionRule = {
  expected: 'a non-empty string',
  holds: (value) => typeof value === 'string' && value.trim() !== '',
};
export const wholeNumberFrom = (least: number): OptionRule => ({
  expected: `a whole number from ${least}`,
  holds: (value) => Number.isSafeInteger(value) && (value as number) >= least,
});
export const objectWith = (...methods: readonly string[]): OptionRule => ({
  expected: `an object with the methods ${methods.join(', ')}`,
  holds: (value) =>
    typeof value === 'object' &&
    value !== null &&
    methods.every((method) => typeof (value as Record<string, unknown>)[method] === 'function'),
});

/**
 * Checks what JavaScript callers may have got wrong. An option that is `undefined` is one that was not given.
 * @throws {TypeError} naming the option, what was expected and what was given
 */
export function validateOptions(owner: string, options: unknown, rules: Readonly<Record<string, OptionRule>>): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError(`${owner}: expected options to be an object, got ${shown(options)}`);
  for (const [key, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    if (rule === undefined)
      throw new TypeError(`${owner}: expected an option among ${Object.keys(rules).join(', ')}, got "${key}"`);
    if (value !== undefined && !rule.holds(value))
      throw new TypeError(`${owner}: expected ${key} to be ${rule.expected}, got ${shown(value)}`);
  }
}

/** Short, and nothing of what an object holds. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 100));
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}
