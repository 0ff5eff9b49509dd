import { totalmem } from 'node:os';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { type Counter, metrics } from '@opentelemetry/api';
import { type OptionRule, share, validateOptions } from '../../../foundation/diagnostics/options.ts';
import { readCgroup } from '../../monitor/system/cgroup.ts';
import type { HttpRequest, HttpResponse, Middleware } from './express-middleware.ts';
import type { FastifyHooks } from './fastify-plugin.ts';

export interface LoadSheddingLimits {
  /** Delay of the event loop, 99th percentile of the last second. @default none */
  readonly eventLoopDelayMillis?: number;
  /** Share of the last second in which the event loop was busy, from 0 to 1. @default none */
  readonly utilization?: number;
  /** Memory of the process against the container's or the host's, from 0 to 1. @default none */
  readonly memoryRatio?: number;
  /** The Retry-After of refused requests. @default 10 */
  readonly retryAfterSeconds?: number;
}

const INTERVAL_MILLIS = 1_000;
const RESOLUTION_MILLIS = 20;
const DEFAULT_RETRY_AFTER_SECONDS = 10;
const positive = (unit: string): OptionRule => ({
  expected: `a number of ${unit} above 0`,
  holds: (value) => typeof value === 'number' && Number.isFinite(value) && value > 0,
});
const RULES = {
  eventLoopDelayMillis: positive('milliseconds'),
  utilization: share,
  memoryRatio: share,
  retryAfterSeconds: positive('seconds'),
};

type Reason = 'event_loop_delay' | 'utilization' | 'memory';

/** Measures the load of this process once a second, from its creation on. The timer does not keep the process alive. */
class LoadProbe {
  readonly #limits: LoadSheddingLimits;
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MILLIS });
  readonly #memoryLimit = Math.min(readCgroup().memoryLimit ?? Number.POSITIVE_INFINITY, totalmem());
  #loop = performance.eventLoopUtilization();
  /** Which limit was exceeded in the last interval. */
  reason: Reason | undefined;

  constructor(limits: LoadSheddingLimits) {
    this.#limits = limits;
    this.#delay.enable();
    setInterval(() => this.#measure(), INTERVAL_MILLIS).unref();
  }

  #measure(): void {
    const { eventLoopDelayMillis, utilization, memoryRatio } = this.#limits;
    const delayMillis = this.#delay.count === 0 ? 0 : this.#delay.percentile(99) / 1e6 - RESOLUTION_MILLIS;
    const loop = performance.eventLoopUtilization();
    const busy = performance.eventLoopUtilization(loop, this.#loop).utilization;
    this.#delay.reset();
    this.#loop = loop;
    if (exceeds(delayMillis, eventLoopDelayMillis)) this.reason = 'event_loop_delay';
    else if (exceeds(busy, utilization)) this.reason = 'utilization';
    else if (exceeds(process.memoryUsage.rss() / this.#memoryLimit, memoryRatio)) this.reason = 'memory';
    else this.reason = undefined;
  }
}

const exceeds = (value: number, limit: number | undefined): boolean => limit !== undefined && value > limit;

/** An Express middleware that is also a plugin for Fastify and a wrapper of a `node:http` handler. */
export interface LoadShedding extends Middleware {
  /** `app.register(loadShedding(limits).fastify)` */
  readonly fastify: (fastify: FastifyHooks) => Promise<void>;
  /** `http.createServer(loadShedding(limits).http(handler))` */
  readonly http: <Request extends HttpRequest, Response extends HttpResponse>(
    handler: (request: Request, response: Response) => unknown,
  ) => (request: Request, response: Response) => void;
}

/**
 * Responds with 503 and Retry-After while the process is overloaded, instead of being late for everyone. Refused requests are counted in
 * `otelier.load_shedding.rejected`, by reason. Health routes are mounted before it, so that they are never refused.
 * @throws {TypeError} on an option of the wrong kind, naming it
 */
export function loadShedding(limits: LoadSheddingLimits): LoadShedding {
  validateOptions('loadShedding', limits, RULES);
  const probe = new LoadProbe(limits);
  const headers = { 'retry-after': String(Math.ceil(limits.retryAfterSeconds ?? DEFAULT_RETRY_AFTER_SECONDS)) };
  const shed = (): Record<string, string> | undefined => {
    if (probe.reason === undefined) return undefined;
    countRejection(probe.reason);
    return headers;
  };
  const middleware: Middleware = (_request, response, next) => {
    const refused = shed();
    if (refused === undefined) {
      next();
      return;
    }
    response.writeHead(503, refused);
    response.end();
  };
  const fastify = async (app: FastifyHooks): Promise<void> => {
    app.addHook(
      'onRequest',
      async (_request: unknown, reply: { code(status: number): { headers(h: object): { send(): unknown } } }) => {
        const refused = shed();
        return refused === undefined ? undefined : reply.code(503).headers(refused).send();
      },
    );
  };
  const http =
    <Request extends HttpRequest, Response extends HttpResponse>(
      handler: (request: Request, response: Response) => unknown,
    ) =>
    (request: Request, response: Response): void =>
      middleware(request, response, () => void handler(request, response));
  return Object.assign(middleware, { fastify: Object.assign(fastify, { [Symbol.for('skip-override')]: true }), http });
}

let rejections: Counter | undefined;

function countRejection(reason: Reason): void {
  rejections ??= metrics.getMeter('otelier/health').createCounter('otelier.load_shedding.rejected', {
    description: 'Requests refused since the process was overloaded, by reason',
    unit: '{request}',
  });
  rejections.add(1, { 'otelier.load_shedding.reason': reason });
}
