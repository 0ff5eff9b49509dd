import { maskUrl, oneLine } from '../diagnostics/masking.ts';
import type { Setting } from './settings/setting.ts';

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
