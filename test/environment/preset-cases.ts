import { expect } from '@jest/globals';
import type { ReceivedSpan } from '../../src/tools/receiver/telemetry/telemetry-model.ts';
import { named } from './delivery.ts';
import { everythingIn, newSecret } from './redaction-cases.ts';
import { arriving, type VariableCase } from './variable-case.ts';

/** presets.mjs makes so many plain traces, of which each has a child. */
const PLAIN = 200;
const FAILING = 10;
const DONE = 'presets: done\n';

interface Kept {
  /** At least and at most. */
  readonly plain: readonly [number, number];
  readonly failing: boolean;
  readonly slow: boolean;
  readonly ofOneSecond: boolean;
}

const ALL = [PLAIN, PLAIN] as const;
const NONE = [0, 0] as const;
/** Far beyond chance: five times the standard deviation. */
const A_TENTH = [1, 42] as const;
const HALF = [64, 136] as const;

function expectKept(spans: readonly ReceivedSpan[], { plain, failing, slow, ofOneSecond }: Kept): void {
  const countOf = (name: string): number => {
    const [roots, children] = [name, `of ${name}`].map((each) => spans.filter((span) => span.name === each).length);
    expect(children).toBe(roots);
    return roots ?? 0;
  };
  expect(countOf('plain')).toBeGreaterThanOrEqual(plain[0]);
  expect(countOf('plain')).toBeLessThanOrEqual(plain[1]);
  expect({ failing: countOf('failing'), slow: countOf('of 6 s') }).toEqual({
    failing: failing ? FAILING : 0,
    slow: slow ? 1 : 0,
  });
  if (plain === ALL || plain === NONE) expect(countOf('of 1 s')).toBe(ofOneSecond ? 1 : 0);
}

const keeping = (
  variable: string,
  value: string,
  kept: Kept,
  options: { readonly env?: Readonly<Record<string, string>>; readonly warnings?: readonly RegExp[] } = {},
): VariableCase =>
  arriving({
    variable,
    value,
    env: { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none', ...options.env },
    about: options.env === undefined ? '' : JSON.stringify(options.env),
    ...(options.warnings === undefined ? {} : { warnings: options.warnings }),
    file: 'presets.mjs',
    stdout: DONE,
    shows: ({ spans }) => {
      expectKept(spans, kept);
      expect(spans.map(({ name }) => name)).toContain('called, sampled');
      expect(spans.map(({ name }) => name)).not.toContain('called, not sampled');
    },
  });

const PRESET = 'OTELIER_PRESET';
const RATE_0 = { OTELIER_SAMPLING_RATE: '0' };
const nothing: Kept = { plain: NONE, failing: false, slow: false, ofOneSecond: false };
const interesting: Kept = { ...nothing, failing: true, slow: true };
const everything: Kept = { plain: ALL, failing: true, slow: true, ofOneSecond: true };

const reasonCase: VariableCase = arriving({
  variable: PRESET,
  value: 'production',
  about: 'spans say why they are there',
  env: RATE_0,
  file: 'presets.mjs',
  stdout: DONE,
  shows: ({ spans, metrics }) => {
    const told = ['failing', 'of 6 s', 'called, sampled'].map((name) => {
      const { attributes } = named(spans, name);
      return [attributes['otelier.sampling.reason'], attributes['otelier.sampling.ratio']];
    });
    expect(told).toEqual([
      ['error', 1],
      ['slow', 1],
      ['parent', undefined],
    ]);
    expect(metrics.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['otelier.trace.duration', 'otelier.sampling.traces']),
    );
  },
});

const samplerCase: VariableCase = arriving({
  variable: PRESET,
  value: 'minimal',
  about: 'OTEL_TRACES_SAMPLER wins',
  env: { OTEL_TRACES_SAMPLER: 'parentbased_always_on' },
  file: 'presets.mjs',
  stdout: DONE,
  shows: ({ spans }) => {
    expectKept(spans, everything);
    expect(named(spans, 'failing').attributes).not.toHaveProperty(['otelier.sampling.reason']);
  },
});

const [secret, mail] = [newSecret(), 'ann@shop.example'];
const redactedCase: VariableCase = arriving({
  variable: PRESET,
  value: 'development',
  about: 'kept spans hold no secrets',
  env: { SECRET: secret, MAIL: mail },
  file: 'leaks.mjs',
  stdout: 'leaks: done\n',
  shows: (delivery) => {
    expect(everythingIn(delivery)).toContain('otelier.sampling.reason');
    expect(everythingIn(delivery)).toContain('[REDACTED:');
    expect(everythingIn(delivery)).not.toContain(secret);
  },
});

/** Presets, and their values one by one, with a preset and without. */
export const presetCases: readonly VariableCase[] = [
  keeping(PRESET, 'Production', { ...interesting, plain: A_TENTH }),
  keeping(PRESET, 'development', everything),
  keeping(PRESET, 'MINIMAL', { ...nothing, failing: true }),
  reasonCase,
  redactedCase,
  samplerCase,
  keeping('OTELIER_SAMPLING_RATE', '0.5', { ...interesting, plain: HALF }),
  keeping('OTELIER_SAMPLING_RATE', '0', interesting, { env: { [PRESET]: 'development' } }),
  keeping('OTELIER_SAMPLING_RATE', '0', everything, {
    env: { OTEL_TRACES_SAMPLER: 'parentbased_always_on' },
    warnings: [
      /^OTELIER_SAMPLING_RATE: expected OTEL_TRACES_SAMPLER to be unset, got both; only OTEL_TRACES_SAMPLER applies$/,
    ],
  }),
  keeping('OTELIER_SAMPLING_MIN_DURATION', '0.5', { ...interesting, ofOneSecond: true }),
  keeping('OTELIER_SAMPLING_ERRORS', 'False', { ...nothing, slow: true }, { env: RATE_0 }),
  keeping('OTELIER_SAMPLING_SLOW', 'TRUE', interesting, { env: { [PRESET]: 'minimal' } }),
  keeping('OTELIER_SAMPLING_SLOW', 'false', { ...nothing, failing: true }, { env: RATE_0 }),
  keeping('OTELIER_SAMPLING_SLOW_THRESHOLD', '.5', { ...interesting, ofOneSecond: true }, { env: RATE_0 }),
];
