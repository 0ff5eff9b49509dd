import type { SamplingOptions } from '../configuration/sampling-presets.ts';

interface Rule {
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
}

const seconds: Rule = {
  expected: 'a number of seconds >= 0',
  holds: (value) => typeof value === 'number' && value >= 0,
};
const flag: Rule = { expected: 'true or false', holds: (value) => typeof value === 'boolean' };
const limit: Rule = {
  expected: 'a whole number >= 1',
  holds: (value) => Number.isSafeInteger(value) && Number(value) >= 1,
};

const OPTIONS: Readonly<Record<keyof SamplingOptions, Rule>> = {
  rate: {
    expected: 'a number from 0 to 1',
    holds: (value) => typeof value === 'number' && value >= 0 && value <= 1,
  },
  minDuration: seconds,
  sampleErrors: flag,
  sampleSlow: flag,
  slowThreshold: seconds,
};

const PARTS: Readonly<Record<string, Rule>> = {
  exporter: {
    expected: 'a SpanExporter, with the methods export and shutdown',
    holds: (value) =>
      ['export', 'shutdown'].every((name) => typeof (value as Record<string, unknown> | null)?.[name] === 'function'),
  },
  maxTraces: limit,
  maxSpansPerTrace: limit,
};

/**
 * Checks what JavaScript callers may have got wrong.
 * @throws {TypeError} naming the option, what was expected and what was given
 */
export function validateSampling(options: unknown, parts: unknown): void {
  validate('options', options, OPTIONS, Object.keys(OPTIONS));
  validate('the second argument', parts, PARTS, ['exporter']);
}

function validate(
  what: string,
  values: unknown,
  rules: Readonly<Record<string, Rule>>,
  required: readonly string[],
): void {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) throw mistake(what, 'an object', values);
  const given = values as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(given))
    if (!Object.hasOwn(rules, key))
      throw new TypeError(
        `createPresetSampling: expected an option among ${Object.keys(rules).join(', ')}, got ${JSON.stringify(key.slice(0, 100))}`,
      );
  for (const [key, rule] of Object.entries(rules)) {
    const isAbsent = given[key] === undefined && !required.includes(key);
    if (!isAbsent && !rule.holds(given[key])) throw mistake(key, rule.expected, given[key]);
  }
}

function mistake(name: string, expected: string, value: unknown): TypeError {
  return new TypeError(`createPresetSampling: expected ${name} to be ${expected}, got ${shown(value)}`);
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 100));
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}
