import { expect, test } from '@jest/globals';
import type { CodeOptions } from '../../../src/foundation/configuration/config.ts';
import type { Environment } from '../../../src/foundation/configuration/layers.ts';
import { presets } from '../../../src/foundation/configuration/settings/sampling-presets.ts';
import { resolved, shown } from './resolved.ts';

const production = { preset: 'production' } as const;

test.each<readonly [Environment, CodeOptions, unknown]>([
  [{}, {}, undefined],
  [{ OTELIER_PRESET: 'production' }, {}, presets.production],
  [{}, production, presets.production],
  [{ OTELIER_PRESET: 'minimal' }, production, presets.production],
  [{ OTELIER_PRESET: 'prod' }, {}, undefined],
  [{ OTELIER_SAMPLING_RATE: '0.5' }, production, { ...presets.production, rate: 0.5 }],
  [{ OTELIER_SAMPLING_RATE: 'half' }, production, presets.production],
  [{ OTELIER_SAMPLING_RATE: 'half' }, {}, undefined],
  [{ OTELIER_SAMPLING_SLOW: 'false' }, {}, { ...presets.development, sampleSlow: false }],
  [{ OTEL_TRACES_SAMPLER: 'always_on' }, production, undefined],
  [{ OTEL_TRACES_SAMPLER: 'sometimes' }, production, presets.production],
  [{ OTEL_TRACES_SAMPLER_ARG: '0.5' }, production, presets.production],
])('%j and %j in code: %j', (environment, code, sampling) => {
  expect(resolved(environment, code).config.sampling).toEqual(sampling);
});

test.each<readonly [string, Environment, CodeOptions, readonly unknown[]]>([
  ['preset', { OTELIER_PRESET: 'minimal' }, {}, ['minimal', 'environment', 'OTELIER_PRESET']],
  ['preset', { OTELIER_PRESET: 'minimal' }, production, ['production', 'code', 'preset']],
  ['sampling.rate', {}, production, [0.1, 'preset', 'production']],
  ['sampling.rate', { OTELIER_SAMPLING_RATE: '1' }, production, [1, 'environment', 'OTELIER_SAMPLING_RATE']],
  ['logLevel', { OTELIER_PRESET: 'development' }, {}, ['debug', 'preset', 'development']],
  ['logLevel', { OTEL_LOG_LEVEL: 'warn' }, { preset: 'development' }, ['warn', 'environment', 'OTEL_LOG_LEVEL']],
  ['logLevel', {}, production, ['info', 'default', undefined]],
])('%s under %j and %j', (path, environment, code, expected) => {
  expect(shown(path, environment, code)).toEqual(expected);
});
