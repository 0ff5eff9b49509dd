import type { Completion } from './completion.ts';
import type { SamplingOptions } from './settings/sampling-presets.ts';
import { samplingSettings } from './settings/sampling-settings.ts';
import { eachSetting } from './settings/setting.ts';

const SAMPLER = 'traces.sampler';

/** A preset or one of OTELIER_SAMPLING_* decides which traces are kept, unless OTEL_TRACES_SAMPLER does. */
export function completeSampling(
  values: SamplingOptions,
  { sources, problem }: Completion,
): SamplingOptions | undefined {
  const ownVariables = [...eachSetting(samplingSettings)].flatMap(([name, { variables }]) =>
    sources[`sampling.${name}`]?.from === 'environment' ? variables : [],
  );
  const isAsked = sources['sampling.rate']?.from === 'preset' || ownVariables.length > 0;
  const sampler = sources[SAMPLER];
  if (sampler?.from !== 'environment') return isAsked ? values : undefined;
  for (const variable of ownVariables)
    problem(
      variable,
      `${variable}: expected OTEL_TRACES_SAMPLER to be unset, got both; OTEL_TRACES_SAMPLER decides alone`,
    );
  return undefined;
}
