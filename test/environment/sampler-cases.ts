import { expect } from '@jest/globals';
import { arriving, type VariableCase } from './variable-case.ts';

/** sampled-parents.mjs makes so many roots, a child of a sampled remote parent and one of an unsampled. */
const ROOTS = 200;
const SOME = [ROOTS * 0.25, ROOTS * 0.75] as const;

interface Sampled {
  /** At least and at most. */
  readonly roots: readonly [number, number];
  readonly ofSampled: boolean;
  readonly ofUnsampled: boolean;
}

const ALL_ROOTS = [ROOTS, ROOTS] as const;
const NO_ROOTS = [0, 0] as const;
const everything: Sampled = { roots: ALL_ROOTS, ofSampled: true, ofUnsampled: true };
const nothing: Sampled = { roots: NO_ROOTS, ofSampled: false, ofUnsampled: false };
const asTheParent = (roots: readonly [number, number]): Sampled => ({ roots, ofSampled: true, ofUnsampled: false });

const SAMPLER = 'OTEL_TRACES_SAMPLER';
const ARG = 'OTEL_TRACES_SAMPLER_ARG';

function sampled(sampler: string | undefined, arg: string | undefined, expected: Sampled): VariableCase {
  const [variable, value] = arg === undefined ? [SAMPLER, sampler ?? ''] : [ARG, arg];
  return arriving({
    variable,
    value,
    ...(arg === undefined ? {} : { about: `of ${sampler ?? 'the default sampler'}` }),
    env: { [SAMPLER]: sampler, OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' },
    file: 'sampled-parents.mjs',
    stdout: 'sampled-parents: done\n',
    shows: ({ spans }) => {
      const names = Map.groupBy(spans, ({ name }) => name);
      const roots = names.get('root')?.length ?? 0;
      expect(roots).toBeGreaterThanOrEqual(expected.roots[0]);
      expect(roots).toBeLessThanOrEqual(expected.roots[1]);
      expect({ ofSampled: names.has('of sampled'), ofUnsampled: names.has('of unsampled') }).toEqual({
        ofSampled: expected.ofSampled,
        ofUnsampled: expected.ofUnsampled,
      });
    },
  });
}

/** The six samplers of the specification. */
export const samplerCases: readonly VariableCase[] = [
  sampled('always_on', undefined, everything),
  sampled('ALWAYS_OFF', undefined, nothing),
  sampled('traceidratio', undefined, everything),
  sampled('traceidratio', '1', everything),
  sampled('traceidratio', '0', nothing),
  sampled('parentbased_always_on', undefined, asTheParent(ALL_ROOTS)),
  sampled('ParentBased_Always_Off', undefined, asTheParent(NO_ROOTS)),
  sampled('parentbased_traceidratio', undefined, asTheParent(ALL_ROOTS)),
  sampled('parentbased_traceidratio', '0.5', asTheParent(SOME)),
  sampled('parentbased_traceidratio', '0.0', asTheParent(NO_ROOTS)),
  sampled(undefined, '0.1', asTheParent(ALL_ROOTS)),
];
