import type { SamplingOptions } from '../../foundation/configuration/settings/sampling-presets.ts';
import {
  count,
  flag,
  type OptionRule,
  objectOf,
  objectWith,
  required,
  seconds,
  share,
  validateOption,
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
  exporter: required({
    ...objectWith('export', 'shutdown'),
    expected: 'a SpanExporter, with the methods export and shutdown',
  }),
  maxTraces: count,
  maxSpansPerTrace: count,
};

/**
 * Checks what JavaScript callers may have got wrong.
 * @throws {TypeError} naming the option, what was expected and what was given
 */
export function validateSampling(options: unknown, parts: unknown): void {
  validateOptions('createPresetSampling', options, OPTIONS);
  validateOption('createPresetSampling', 'the second argument', parts, objectOf('parts'));
  validateOptions('createPresetSampling', parts, PARTS);
}
