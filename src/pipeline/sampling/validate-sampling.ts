import type { SamplingOptions } from '../../foundation/configuration/settings/sampling-presets.ts';
import {
  count,
  flag,
  type OptionRule,
  objectWith,
  required,
  seconds,
  share,
  validateOptions,
} from '../../foundation/diagnostics/options.ts';

const OPTIONS: Readonly<Record<keyof SamplingOptions, OptionRule>> = {
  rate: required(share),
  minDuration: required(seconds),
  sampleErrors: required(flag),
  sampleSlow: required(flag),
  slowThreshold: required(seconds),
};

const PARTS = {
  exporter: required(objectWith('export', 'shutdown')),
  maxTraces: count,
  maxSpansPerTrace: count,
};

/**
 * Checks what JavaScript callers may have got wrong.
 * @throws {TypeError} naming the option, what was expected and what was given
 */
export function validateSampling(options: unknown, parts: unknown): void {
  validateOptions('createPresetSampling', options, OPTIONS);
  validateOptions('createPresetSampling', parts, PARTS);
}
