/** The sampling of traces. Traces with errors and slow traces are kept in addition to the share. docs/sampling.md */
export interface SamplingOptions {
  /** Share of traces that are always kept, from 0 to 1, chosen by trace id. */
  readonly rate: number;
  /** Traces of the share that are shorter than this and have no error are dropped, in seconds. */
  readonly minDuration: number;
  /** Every trace with an error is kept. */
  readonly sampleErrors: boolean;
  /** Every trace slower than `slowThreshold` is kept. */
  readonly sampleSlow: boolean;
  /** Seconds. */
  readonly slowThreshold: number;
}

const usual: SamplingOptions = { rate: 1, minDuration: 0, sampleErrors: true, sampleSlow: true, slowThreshold: 5 };

/** The presets' sampling. deploy/collector/gateway.yaml is generated from the same values. */
export const presets: {
  readonly production: Readonly<SamplingOptions>;
  readonly development: Readonly<SamplingOptions>;
  readonly minimal: Readonly<SamplingOptions>;
} = Object.freeze({
  production: Object.freeze({ ...usual, rate: 0.1 }),
  development: Object.freeze({ ...usual }),
  minimal: Object.freeze({ ...usual, rate: 0, sampleSlow: false }),
});

export type PresetName = keyof typeof presets;
export const PRESET_NAMES = ['production', 'development', 'minimal'] as const satisfies readonly PresetName[];
