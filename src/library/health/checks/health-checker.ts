import {
  arrayOf,
  callback,
  flag,
  required,
  text,
  timerSeconds,
  validateOption,
  validateOptions,
} from '../../../foundation/diagnostics/options.ts';
import type { Check, CheckResult, HealthStatus } from './check-result.ts';
import { combineStatuses } from './check-result.ts';
import { type CheckOptions, CheckRunner } from './check-runner.ts';
import { createDefaultChecks } from './default-checks.ts';
import { createHeartbeat, type Heartbeat } from './heartbeat.ts';
import { StatusTransitions } from './status-transitions.ts';

export interface HealthCheckerOptions {
  /** Whether memory, disk, CPU, event loop and the export of telemetry are checked. @default true */
  readonly defaultChecks?: boolean;
}

const DEFAULT_TIMEOUT_SECONDS = 5;
/** Background checks of many processes shall not run at the same moment. */
const JITTER = 0.1;
const CHECK_RULES = { timeoutSeconds: timerSeconds, critical: flag, groups: arrayOf('names', text) };

/**
 * Runs health checks and combines their results. A check runs at most once a second and has a limit of time; results are shared. No check
 * keeps the process alive or is traced.
 */
export class HealthChecker {
  readonly #runners = new Map<string, CheckRunner>();
  readonly #transitions = new StatusTransitions();
  #background: NodeJS.Timeout | undefined;

  /** @throws {TypeError} on an option of the wrong kind, naming it */
  constructor(options: HealthCheckerOptions = {}) {
    validateOptions('HealthChecker', options, { defaultChecks: flag });
    if (options.defaultChecks === false) return;
    for (const [name, check] of Object.entries(createDefaultChecks()))
      this.registerCheck(name, check, { critical: name !== 'export_pipeline' });
  }

  /**
   * Adds a check, or replaces the one of that name. A check returns nothing or `true` (healthy), `false` (unhealthy) or
   * `{ status, message?, details? }`; a throw is unhealthy.
   * @throws {TypeError} on an argument of the wrong kind, naming it
   */
  registerCheck(name: string, check: Check, options: CheckOptions = {}): this {
    validateOption('registerCheck', 'name', name, text);
    validateOption('registerCheck', `the check "${name}"`, check, callback);
    validateOptions('registerCheck', options, CHECK_RULES);
    const { timeoutSeconds = DEFAULT_TIMEOUT_SECONDS, critical = true, groups = [] } = options;
    const onResult = (result: CheckResult): void => this.#transitions.record(result);
    this.#runners.set(name, new CheckRunner({ name, check, timeoutSeconds, isCritical: critical, groups, onResult }));
    return this;
  }

  /** Removes a check; unknown names have no effect. */
  unregisterCheck(name: string): this {
    this.#runners.delete(name);
    this.#transitions.forget(name);
    return this;
  }

  /**
   * A check of progress: unhealthy when the last `beat()` is older than `withinSeconds`, as when the consumer behind a healthy page hangs.
   * @throws {TypeError} on an argument of the wrong kind, naming it
   */
  heartbeat(name: string, options: { readonly withinSeconds: number } & CheckOptions): Heartbeat {
    validateOptions('heartbeat', options, { ...CHECK_RULES, withinSeconds: required(timerSeconds) });
    const { withinSeconds, ...rest } = options;
    const { heartbeat, check } = createHeartbeat(withinSeconds);
    this.registerCheck(name, check, rest);
    return heartbeat;
  }

  /** Runs one check. The result of an unknown name is unhealthy. */
  async runCheck(name: string): Promise<CheckResult> {
    const runner = this.#runners.get(name);
    if (runner !== undefined) return runner.run();
    const names = [...this.#runners.keys()].join(', ') || 'none';
    const message = `expected a check among ${names}`;
    return { name: String(name), status: 'unhealthy', message, durationMs: 0, timestamp: new Date() };
  }

  /** Runs all checks at once, or those of a group. */
  async runAllChecks(group?: string): Promise<Record<string, CheckResult>> {
    const results = await Promise.all(this.#inGroup(group).map((runner) => runner.run()));
    return Object.fromEntries(results.map((result) => [result.name, result]));
  }

  /** The names of groups that checks belong to. */
  get groups(): readonly string[] {
    return [...new Set([...this.#runners.values()].flatMap(({ groups }) => groups))];
  }

  /**
   * The status of the latest results: unhealthy when a critical check is, degraded when anything else is not healthy. A check that has not
   * run yet does not count.
   */
  getOverallStatus(group?: string): HealthStatus {
    const runners = this.#inGroup(group).filter(({ last }) => last !== undefined);
    return combineStatuses(runners.map(({ last, isCritical }) => ({ status: last?.status ?? 'healthy', isCritical })));
  }

  /**
   * Runs all checks every so many seconds, with some jitter, beginning now. The timer does not keep the process alive.
   * @throws {TypeError} when `seconds` is no number above 0
   */
  startBackgroundChecks(seconds = 30): this {
    validateOption('startBackgroundChecks', 'seconds', seconds, {
      expected: `${timerSeconds.expected}, above 0`,
      holds: (value) => timerSeconds.holds(value) && (value as number) > 0,
    });
    this.stopBackgroundChecks();
    const next = (): void => {
      const jitter = 1 + (Math.random() * 2 - 1) * JITTER;
      this.#background = setTimeout(run, Math.max(1, seconds * 1_000 * jitter)).unref();
    };
    const run = (): void => {
      next();
      void this.runAllChecks();
    };
    run();
    return this;
  }

  stopBackgroundChecks(): void {
    clearTimeout(this.#background);
    this.#background = undefined;
  }

  #inGroup(group: string | undefined): readonly CheckRunner[] {
    const runners = [...this.#runners.values()];
    return group === undefined ? runners : runners.filter(({ groups }) => groups.includes(group));
  }
}
