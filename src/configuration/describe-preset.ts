import type { Config } from './config.ts';

/** Which traces are kept, for the line at the start. */
export function describePreset({ preset, sampling, traces }: Config): string {
  const name = preset === undefined ? 'no preset' : `preset ${preset}`;
  if (sampling === undefined) return preset === undefined ? name : `${name}, but OTEL_TRACES_SAMPLER=${traces.sampler}`;
  const { rate, minDuration, sampleErrors, sampleSlow, slowThreshold } = sampling;
  const isAll = rate === 1 && minDuration === 0;
  const share = `${Number((rate * 100).toPrecision(6))} % of the traces`;
  const kept = [
    ...(rate > 0 ? [minDuration > 0 ? `${share} that take ${minDuration} s` : share] : []),
    ...(sampleErrors && !isAll ? ['errors'] : []),
    ...(sampleSlow && !isAll ? [`slower than ${slowThreshold} s`] : []),
  ];
  return `${name} (${kept.join(', ') || 'no traces'})`;
}
