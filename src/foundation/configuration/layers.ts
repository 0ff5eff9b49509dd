import { maskUrl, oneLine } from '../diagnostics/masking.ts';
import { type PresetName, presets } from './settings/sampling-presets.ts';
import { isSetting, type Setting, type SettingTree, type ValuesOf } from './settings/setting.ts';
import { settings } from './settings/settings.ts';

/** Environment variables as data; only `readEnvironment` touches the real ones. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A snapshot of the environment: the one place that reads `process.env`. */
export function readEnvironment(): Environment {
  return { ...process.env };
}

/** A variable whose value could not be used, or not as a whole. */
export interface Problem {
  readonly variable: string;
  readonly message: string;
}

export interface Reading<T> {
  readonly value?: T;
  readonly variable?: string;
  readonly problems: readonly Problem[];
}

/**
 * Reads a setting from its variables, the most specific one first. Blank counts as unset, as the specification asks;
 * a value that cannot be used is a problem, and the next variable is asked.
 */
export function readSetting<T>(setting: Setting<T>, environment: Environment): Reading<T> {
  const problems: Problem[] = [];
  const found: { value: T; variable: string }[] = [];
  for (const variable of setting.variables) {
    const raw = environment[variable]?.trim();
    if (raw === undefined || raw === '') continue;
    const { value, problem, isSecret = setting.secret } = setting.type.parse(raw);
    if (value === undefined || problem !== undefined) {
      problems.push({ variable, message: describeProblem(setting, variable, isSecret ? undefined : raw, problem) });
    }
    if (value !== undefined) found.push({ value, variable });
    if (value !== undefined && !setting.merge) break;
  }
  const [first] = found;
  if (first === undefined) return { problems };
  const value = setting.merge ? Object.assign({}, ...found.map((item) => item.value).toReversed()) : first.value;
  return { value, variable: first.variable, problems };
}

/** Without `raw` the value is not shown. */
function describeProblem(
  setting: Setting<unknown>,
  variable: string,
  raw: string | undefined,
  problem?: string,
): string {
  const shown = raw === undefined ? undefined : oneLine(setting.url ? maskUrl(raw) : raw, 100);
  const actual = shown === undefined ? 'a value of another form (not shown)' : `"${shown}"`;
  return `${variable}: expected ${setting.type.expected}, got ${actual}${problem === undefined ? '' : ` (${problem})`}`;
}

/** Where a value came from. `name` is the variable, the option, the preset or the file. */
export interface ConfigSource {
  readonly from: 'code' | 'environment' | 'preset' | 'package.json' | 'default';
  readonly name?: string;
}

export type Sources = Record<string, ConfigSource>;

/** Values of a layer by dotted path, with the name to show as their source. */
export type Layer = Readonly<Record<string, { readonly value: unknown; readonly name: string }>>;

export interface Layers {
  readonly code: Layer;
  readonly environment: Environment;
  /** @default none */
  readonly preset?: Layer;
}

/** Values by precedence code > environment > preset > default, the source of each, and what was wrong on the way. */
export interface LayeredValues<T> {
  readonly values: ValuesOf<T>;
  readonly sources: Sources;
  readonly problems: ReadonlyMap<string, string>;
}

/** Resolves a tree of settings. Never throws: what cannot be used is a problem, and the next layer decides. */
export function resolveLayers<T extends SettingTree>(tree: T, layers: Layers): LayeredValues<T> {
  const sources: Sources = {};
  const problems = new Map<string, string>();
  const resolveNode = (node: SettingTree | Setting<unknown>, path: string): unknown => {
    if (!isSetting(node)) {
      return Object.fromEntries(
        Object.entries(node).map(([name, child]) => [name, resolveNode(child, path === '' ? name : `${path}.${name}`)]),
      );
    }
    const resolved = resolveSetting(node, path, layers);
    sources[path] = resolved.source;
    for (const { variable, message } of resolved.problems) {
      // A variable for all signals is read once for each of them: one warning is enough.
      if (!problems.has(variable)) problems.set(variable, `${message}; using ${shown(node, resolved.value)}`);
    }
    return resolved.value;
  };
  return { values: resolveNode(tree, '') as ValuesOf<T>, sources, problems };
}

interface ResolvedSetting {
  readonly value: unknown;
  readonly source: ConfigSource;
  readonly problems: readonly Problem[];
}

function resolveSetting(
  setting: Setting<unknown>,
  path: string,
  { code, environment, preset }: Layers,
): ResolvedSetting {
  const { value, variable, problems } = readSetting(setting, environment);
  const fromCode = code[path];
  if (fromCode !== undefined) return { value: fromCode.value, source: { from: 'code', name: fromCode.name }, problems };
  if (variable !== undefined) return { value, source: { from: 'environment', name: variable }, problems };
  const fromPreset = preset?.[path];
  if (fromPreset !== undefined)
    return { value: fromPreset.value, source: { from: 'preset', name: fromPreset.name }, problems };
  return { value: setting.default, source: { from: 'default' }, problems };
}

function shown(setting: Setting<unknown>, value: unknown): string {
  if (value === undefined) return setting.default === undefined ? 'the default (unset)' : 'the default';
  if (setting.secret || setting.url) return 'what is left of it';
  return Array.isArray(value) ? value.join(', ') || 'an empty list' : oneLine(String(value), 100);
}

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
