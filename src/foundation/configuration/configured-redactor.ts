import { attempt } from '../diagnostics/attempt.ts';
import { deferRedactor } from '../redaction/deferred-redactor.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { type RedactorOptions, validateRedactorOptions } from '../redaction/redactor-options.ts';
import type { RedactionConfig } from './config.ts';
import { resolveConfig } from './resolve.ts';

/**
 * A redactor as OTELIER_REDACTION and OTELIER_REDACT_* say; options in code win over them, one by one, and a redactor is taken as it is.
 * `undefined` where the environment has it off and code says nothing.
 */
export function configuredRedactor(
  given?: Redactor | RedactorOptions,
  config: RedactionConfig = resolveConfig().config.redaction,
): Redactor | undefined {
  if (given !== undefined && isRedactor(given)) return given;
  const { options } = redactorOptions(config);
  if (options === undefined && given === undefined) return undefined;
  return deferRedactor({ ...options, ...(given === undefined ? {} : validateRedactorOptions(given)) });
}

function isRedactor(given: Redactor | RedactorOptions): given is Redactor {
  return attempt(() => typeof (given as Partial<Redactor>).redactText) === 'function';
}

export interface ConfiguredRedaction {
  /** `undefined`: redaction is off. */
  readonly options: RedactorOptions | undefined;
  /** What cannot be used, one line each. */
  readonly problems: readonly string[];
}

/** What the configuration asks of a redactor. A pattern that would not run in linear time is a problem and left out. */
export function redactorOptions(config: RedactionConfig): ConfiguredRedaction {
  const { mode, keys, allowKeys, patterns, pii, hashKey } = config;
  if (mode === 'off') return { options: undefined, problems: [] };
  const problems: string[] = [];
  const usable = patterns
    .map(({ name, pattern }) => ({ name, pattern: new RegExp(pattern) }))
    .filter((pattern) => {
      const problem = problemOf(() => deferRedactor({ patterns: [pattern] }));
      if (problem !== undefined) problems.push(`OTELIER_REDACT_PATTERNS: ${problem}; it is skipped`);
      return problem === undefined;
    });
  const options = { mode, keys: keys.map(toKey), allowKeys, patterns: usable, pii, ...(hashKey ? { hashKey } : {}) };
  return { options, problems };
}

function problemOf(attempt: () => unknown): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** `/…/` stands for a regular expression. */
function toKey(text: string): string | RegExp {
  const [, source] = /^\/(.+)\/i?$/.exec(text) ?? [];
  const compile = (): RegExp => new RegExp(source ?? '', 'i');
  return source === undefined || problemOf(compile) !== undefined ? text : compile();
}
