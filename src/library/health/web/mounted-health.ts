import { logs } from '@opentelemetry/api';
import { objectWith, validateOptions } from '../../../foundation/diagnostics/options.ts';
import type { HealthChecker } from '../checks/health-checker.ts';
import { HealthRouter, type ReadableMetrics } from '../endpoints/health-router.ts';
import type { ReadinessChecker } from '../readiness/readiness-checker.ts';
import type { HealthRequest, HealthResponse } from '../server/health-exchange.ts';

/** The methods of a MetricsCollector that are used. */
export interface RequestMetrics extends ReadableMetrics {
  counter(name: string, value?: number, labels?: Readonly<Record<string, string>>, description?: string): void;
  histogram(name: string, value: number, labels?: Readonly<Record<string, string>>, description?: string): void;
}

export interface MountOptions {
  /** @default none: the process is alive when it responds */
  readonly health?: HealthChecker;
  /** @default none: ready until the process begins to end */
  readonly readiness?: ReadinessChecker;
  /** Metrics that `/metrics` returns, and where the application's requests are recorded. @default none */
  readonly metrics?: RequestMetrics;
  /** Path before each route, `/internal` for one. @default '' */
  readonly basePath?: string;
}

/** One request of the application that has ended. */
export interface HandledRequest {
  readonly method: string;
  /** The template, `/users/:id`, never the path: paths are without number. `undefined`: no route matched. */
  readonly route: string | undefined;
  readonly status: number;
  readonly seconds: number;
}

const RULES = {
  health: objectWith('runAllChecks', 'getOverallStatus'),
  readiness: objectWith('isReady', 'runAllChecks'),
  metrics: objectWith('getSummary', 'exportPrometheus', 'counter', 'histogram'),
  basePath: {
    expected: 'a path that begins with / and does not end with one',
    holds: (value: unknown) => typeof value === 'string' && (value === '' || /^\/.*[^/]$/.test(value)),
  },
};
const NO_ROUTE = '(no route)';
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', 'QUERY']);

/** The health routes on an application's own server, and what is recorded of its other requests. */
export class MountedHealth {
  readonly #router: HealthRouter;
  readonly #basePath: string;
  readonly #metrics: RequestMetrics | undefined;

  /** @throws {TypeError} on an option of the wrong kind, naming it */
  constructor(owner: string, options: MountOptions) {
    validateOptions(owner, options, RULES);
    const { health, readiness, metrics, basePath = '' } = options;
    this.#router = new HealthRouter({ health, readiness, metrics });
    this.#basePath = basePath;
    this.#metrics = metrics;
  }

  /** `undefined`: the request is not for us. Never rejects. */
  async respond(request: HealthRequest): Promise<HealthResponse | undefined> {
    const { url } = request;
    if (!url.startsWith(`${this.#basePath}/`)) return undefined;
    return this.#router.respond({ ...request, url: url.slice(this.#basePath.length) });
  }

  /** Records a request as metrics, where there is a collector, and as a log record. Never throws. */
  record({ method, route = NO_ROUTE, status, seconds }: HandledRequest): void {
    // Methods are free text; that of an attacker must not become a series each.
    const known = METHODS.has(method) ? method : '_OTHER';
    const labels = { method: known, route, status: String(status) };
    this.#metrics?.counter('http_requests_total', 1, labels, 'Requests by method, route and status');
    this.#metrics?.histogram('http_request_duration_seconds', seconds, labels, 'Duration of requests in seconds');
    logs.getLogger('otelier/health').emit({
      severityNumber: status >= 500 ? 17 : 9,
      severityText: status >= 500 ? 'ERROR' : 'INFO',
      body: `${known} ${route} ${status} ${Math.round(seconds * 1_000)} ms`,
      attributes: {
        'http.request.method': known,
        'http.route': route,
        'http.response.status_code': status,
        'otelier.http.request.duration': seconds,
      },
    });
  }
}
