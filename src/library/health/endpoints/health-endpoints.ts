import { isIP } from 'node:net';
import { log } from '../../../foundation/diagnostics/log.ts';
import { oneLine } from '../../../foundation/diagnostics/masking.ts';
import {
  arrayOf,
  callback,
  flag,
  type OptionRule,
  objectWith,
  text,
  validateOption,
  validateOptions,
} from '../../../foundation/diagnostics/options.ts';
import { getMonitor } from '../../monitor/monitor.ts';
import { HealthChecker } from '../checks/health-checker.ts';
import { LivenessThread } from '../liveness/liveness-thread.ts';
import type { ReadinessChecker } from '../readiness/readiness-checker.ts';
import { HealthServer } from '../server/health-server.ts';
import { type CustomHandler, HealthRouter, type ReadableMetrics } from './health-router.ts';

export interface HealthEndpointsOptions {
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** Port to listen on; 0: any that is free. @default 8080 */
  readonly port?: number;
  /** @default a HealthChecker with the default checks */
  readonly health?: HealthChecker;
  /** @default none: ready until the process begins to end */
  readonly readiness?: ReadinessChecker;
  /** Metrics that `/metrics` returns. @default the metrics of getMonitor() */
  readonly metrics?: ReadableMetrics;
  /** Origins whose pages may read the responses. @default none */
  readonly cors?: { readonly origins: readonly string[] };
  /** Whether a thread of its own listens, so that liveness is answered while the event loop is blocked. @default false */
  readonly worker?: boolean;
  /** Seconds for which the event loop may be blocked before liveness is 503; with `worker` only. @default 2 */
  readonly blockLimitSeconds?: number;
  /** A bearer token for details, metrics and status. @default none: everyone who reaches the port sees them */
  readonly token?: string;
  /** Host names, beside those of the loopback interface, for which requests are served. @default [] */
  readonly allowedHosts?: readonly string[];
}

const DEFAULT_PORT = 8080;
const DEFAULT_BLOCK_LIMIT_SECONDS = 2;

const port: OptionRule = {
  expected: 'a port from 0 to 65535',
  holds: (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 65_535,
};
const RULES = {
  host: text,
  port,
  health: objectWith('runAllChecks', 'getOverallStatus'),
  readiness: objectWith('isReady', 'runAllChecks'),
  metrics: objectWith('getSummary', 'exportPrometheus'),
  cors: { origins: arrayOf('origins', text) },
  worker: flag,
  blockLimitSeconds: {
    expected: 'a number of seconds above 0',
    holds: (value: unknown) => typeof value === 'number' && value > 0,
  },
  token: { ...text, isSecret: true },
  allowedHosts: arrayOf('host names', text),
};

/** A server that listens somewhere: in this thread or in one of its own. */
interface Listening {
  listen(): Promise<number>;
  close(): Promise<void>;
}

/**
 * Serves `/health`, `/health/live`, `/health/ready`, `/health/startup`, `/health/<group>`, `/metrics` and `/status` on a port of its own.
 * The server neither keeps the process alive nor is traced.
 */
export class HealthEndpoints {
  readonly #options: HealthEndpointsOptions;
  readonly #router: HealthRouter;
  #server: Listening | undefined;
  #port: number | undefined;
  #starting: Promise<boolean> | undefined;

  /** @throws {TypeError} on an option of the wrong kind, naming it */
  constructor(options: HealthEndpointsOptions = {}) {
    validateOptions('HealthEndpoints', options, RULES);
    const { health = new HealthChecker(), readiness, metrics = getMonitor().metrics, token } = options;
    this.#options = options;
    this.#router = new HealthRouter({ health, readiness, metrics, token });
  }

  /**
   * Adds a route, or replaces one. The handler gets the query and returns `[status, body]` or a promise of it; an object becomes JSON. A throw
   * is a 500 without its message.
   * @throws {TypeError} on an argument of the wrong kind, naming it
   */
  addCustomHandler(path: string, handler: CustomHandler): this {
    validateOption('addCustomHandler', 'path', path, {
      expected: 'a path that begins with /',
      holds: (value) => typeof value === 'string' && value.startsWith('/'),
    });
    validateOption('addCustomHandler', `the handler of ${path}`, handler, callback);
    this.#router.addCustomHandler(path, handler);
    return this;
  }

  /** Starts to listen. Never rejects: a port that is taken is one warning. Resolves to whether it listens. */
  start(): Promise<boolean> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** Stops to listen and closes every connection at once. Never rejects. */
  async stop(): Promise<void> {
    await this.#starting;
    this.#starting = undefined;
    this.#port = undefined;
    await this.#server?.close();
    this.#server = undefined;
  }

  /** The address, while it listens. */
  getUrl(): string | undefined {
    if (this.#port === undefined) return undefined;
    const { host = '127.0.0.1' } = this.#options;
    return `http://${isIP(host) === 6 ? `[${host}]` : host}:${this.#port}`;
  }

  async #start(): Promise<boolean> {
    const { host = '127.0.0.1', port = DEFAULT_PORT, cors, allowedHosts = [] } = this.#options;
    const address = { host, port, allowedHosts, origins: cors?.origins ?? [] };
    const router = this.#router;
    const server = this.#createServer(address, router);
    try {
      this.#port = await server.listen();
      this.#server = server;
      return true;
    } catch (error) {
      const reason = oneLine((error as Error).message);
      log.warn(
        `health endpoints: expected to listen on ${host}:${port}, got "${reason}"; the application runs without them`,
      );
      await server.close();
      return false;
    }
  }

  #createServer(
    address: { host: string; port: number; allowedHosts: readonly string[]; origins: readonly string[] },
    router: HealthRouter,
  ): Listening {
    const respond = router.respond.bind(router);
    if (this.#options.worker !== true) return new HealthServer({ ...address, respond });
    const { blockLimitSeconds = DEFAULT_BLOCK_LIMIT_SECONDS } = this.#options;
    return new LivenessThread({ ...address, respond, blockLimitMillis: blockLimitSeconds * 1_000 });
  }
}
