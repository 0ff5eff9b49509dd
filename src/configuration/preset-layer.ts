import type { Environment } from './environment.ts';
import { readSetting } from './environment.ts';
import type { Layer } from './layers.ts';
import { type PresetName, presets } from './sampling-presets.ts';
import { settings } from './settings.ts';

/** What a preset sets beside the sampling. */
const BESIDE: Readonly<Record<PresetName, Readonly<Record<string, unknown>>>> = {
  production: {},
  development: { logLevel: 'debug' },
  minimal: {},
};

/** The values of the preset that code or the environment asks for; none without one. */
export function presetLayer(code: PresetName | undefined, environment: Environment): Layer {
  const name = code ?? readSetting(settings.preset, environment).value;
  if (name === undefined) return {};
  const sampling = Object.entries(presets[name]).map(([key, value]) => [`sampling.${key}`, value] as const);
  const values = [...sampling, ...Object.entries(BESIDE[name])];
  return Object.fromEntries(values.map(([path, value]) => [path, { value, name }]));
}
