import { presets } from './sampling-presets.ts';
import { boolean, decimal, setting } from './setting.ts';

const share = decimal({ min: 0, max: 1 });
const seconds = decimal({ min: 0, unit: 's' });
// One of these variables without a preset: all traces but for what it says.
const { development: usual } = presets;

/** Which traces are exported, with a preset or by themselves. docs/sampling.md */
export const samplingSettings = {
  rate: setting(share, {
    variables: 'OTELIER_SAMPLING_RATE',
    default: usual.rate,
    about: "share of traces that are kept, by trace id; the preset's is 0.1 in production, 0 in minimal",
  }),
  minDuration: setting(seconds, {
    variables: 'OTELIER_SAMPLING_MIN_DURATION',
    default: usual.minDuration,
    about: 'traces that are faster, and without error, are dropped',
  }),
  sampleErrors: setting(boolean, {
    variables: 'OTELIER_SAMPLING_ERRORS',
    default: usual.sampleErrors,
    about: 'every trace with an error is kept',
  }),
  sampleSlow: setting(boolean, {
    variables: 'OTELIER_SAMPLING_SLOW',
    default: usual.sampleSlow,
    about: "every slow trace is kept; the preset's is false in minimal",
  }),
  slowThreshold: setting(seconds, {
    variables: 'OTELIER_SAMPLING_SLOW_THRESHOLD',
    default: usual.slowThreshold,
    about: 'what is slower is slow',
  }),
};
