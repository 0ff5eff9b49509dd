import {
  count,
  type OptionRule,
  required,
  text,
  timerSeconds,
  validateOptions,
} from '../../../foundation/diagnostics/options.ts';
import { type Check, type CheckResult, combineStatuses } from '../checks/check-result.ts';
import { CheckRunner } from '../checks/check-runner.ts';
import { StatusTransitions } from '../checks/status-transitions.ts';
import { createDatabaseCheck, DATABASE_SCHEMES } from './database-check.ts';
import { drainState } from './drain-state.ts';
import { createHttpCheck, type ExpectedStatus } from './http-check.ts';
import { createTcpCheck } from './tcp-check.ts';

interface Dependency {
  readonly name: string;
  /** Seconds for one check. @default 5 */
  readonly timeout?: number;
}

export interface DatabaseDependency extends Dependency {
  /** `postgresql://`, `mysql://`, `redis://`, `rediss://` or `mongodb://`; it appears in no message. */
  readonly connectionString: string;
}

export interface HttpDependency extends Dependency {
  readonly url: string;
  /** A status, a list of them, or a range `{ from, to }`. @default 200 */
  readonly expectedStatus?: ExpectedStatus;
}

export interface TcpDependency extends Dependency {
  readonly host: string;
  readonly port: number;
}

const DEFAULT_TIMEOUT_SECONDS = 5;
const DEPENDENCY = { name: required(text), timeout: timerSeconds };
const port: OptionRule = {
  expected: 'a port from 1 to 65535',
  holds: (value) => count.holds(value) && (value as number) <= 65_535,
};
const hasScheme = (value: unknown, schemes: readonly string[]): boolean =>
  typeof value === 'string' && URL.canParse(value) && schemes.includes(new URL(value).protocol);
const isStatus = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 100 && (value as number) <= 599;
const isRange = (value: unknown): boolean => {
  const { from, to } = Object(value) as Record<string, unknown>;
  return isStatus(from) && isStatus(to);
};

const DATABASE_RULES = {
  ...DEPENDENCY,
  connectionString: required({
    expected: `a URL that begins with ${DATABASE_SCHEMES.map((scheme) => `${scheme}//`).join(', ')}`,
    holds: (value) => hasScheme(value, DATABASE_SCHEMES),
    isSecret: true,
  }),
};
const HTTP_RULES = {
  ...DEPENDENCY,
  url: required({
    expected: 'an http:// or https:// URL',
    holds: (value) => hasScheme(value, ['http:', 'https:']),
    isSecret: true,
  }),
  expectedStatus: {
    expected: 'an HTTP status, a list of them, or { from, to }',
    holds: (value: unknown) => isStatus(value) || isRange(value) || (Array.isArray(value) && value.every(isStatus)),
  },
};
const TCP_RULES = { ...DEPENDENCY, host: required(text), port: required(port) };

/**
 * Decides whether the application can take requests: whether what it depends on responds, and it is not shutting down. Each dependency is
 * checked at most once a second.
 */
export class ReadinessChecker {
  readonly #runners = new Map<string, CheckRunner>();
  readonly #closers = new Map<string, () => void>();
  readonly #transitions = new StatusTransitions();

  /**
   * A database by its connection string. PostgreSQL and MySQL run a query through the application's own `pg` or `mysql2` where that is
   * installed, on one connection that is kept. Without a driver, and for Redis and MongoDB, the check speaks the protocol itself, and its
   * message says how far that went.
   * @throws {TypeError} on an option of the wrong kind, naming it
   */
  addDatabaseDependency(dependency: DatabaseDependency): this {
    validateOptions('addDatabaseDependency', dependency, DATABASE_RULES);
    const { check, close } = createDatabaseCheck(dependency.connectionString);
    this.#add(dependency, check);
    this.#closers.set(dependency.name, close);
    return this;
  }

  /**
   * A service over HTTP: ready when it responds to a GET with the expected status. Redirects are not followed.
   * @throws {TypeError} on an option of the wrong kind, naming it
   */
  addHttpDependency(dependency: HttpDependency): this {
    validateOptions('addHttpDependency', dependency, HTTP_RULES);
    return this.#add(dependency, createHttpCheck(dependency.url, dependency.expectedStatus ?? 200));
  }

  /**
   * A port that accepts connections.
   * @throws {TypeError} on an option of the wrong kind, naming it
   */
  addTcpDependency(dependency: TcpDependency): this {
    validateOptions('addTcpDependency', dependency, TCP_RULES);
    return this.#add(dependency, createTcpCheck(dependency.host, dependency.port));
  }

  /** Whether all dependencies respond and the process is not shutting down. Never rejects. */
  async isReady(): Promise<boolean> {
    if (drainState.isDraining) return false;
    const results = Object.values(await this.runAllChecks());
    const status = combineStatuses(results.map(({ status }) => ({ status, isCritical: true })));
    // A shutdown may have begun while the checks ran.
    return status !== 'unhealthy' && !drainState.isDraining;
  }

  /** Never rejects. */
  async runAllChecks(): Promise<Record<string, CheckResult>> {
    const results = await Promise.all([...this.#runners.values()].map((runner) => runner.run()));
    return Object.fromEntries(results.map((result) => [result.name, result]));
  }

  /** Closes the connections that are kept to databases. Later checks open new ones. */
  close(): void {
    for (const close of this.#closers.values()) close();
  }

  #add({ name, timeout = DEFAULT_TIMEOUT_SECONDS }: Dependency, check: Check): this {
    this.#closers.get(name)?.();
    this.#closers.delete(name);
    const onResult = (result: CheckResult): void => this.#transitions.record(result);
    this.#runners.set(
      name,
      new CheckRunner({ name, check, timeoutSeconds: timeout, isCritical: true, groups: [], onResult }),
    );
    return this;
  }
}
