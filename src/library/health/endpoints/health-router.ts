import { log } from '../../../foundation/diagnostics/log.ts';
import { VERSION } from '../../../foundation/diagnostics/version.ts';
import type { MetricsSummary } from '../../monitor/metrics/metrics-summary.ts';
import type { HealthStatus } from '../checks/check-result.ts';
import type { HealthChecker } from '../checks/health-checker.ts';
import { drainState } from '../readiness/drain-state.ts';
import type { ReadinessChecker } from '../readiness/readiness-checker.ts';
import { type HealthRequest, type HealthResponse, jsonResponse, textResponse } from '../server/health-exchange.ts';
import { hasToken } from './bearer-token.ts';
import {
  checksDocument,
  HEALTH_JSON,
  type HealthDocumentParts,
  healthDocument,
  healthJsonDocument,
} from './health-document.ts';
import { statusDocument } from './status-document.ts';

/** Returns the status and the body of a route of the application's own: an object becomes JSON. */
export type CustomHandler = (
  query: Readonly<Record<string, string>>,
) => readonly [status: number, body: unknown] | Promise<readonly [status: number, body: unknown]>;

/** The methods of a MetricsCollector that are used. */
export interface ReadableMetrics {
  getSummary(): MetricsSummary;
  exportPrometheus(): string;
}

export interface HealthRouterOptions {
  readonly health?: HealthChecker | undefined;
  readonly readiness?: ReadinessChecker | undefined;
  readonly metrics?: ReadableMetrics | undefined;
  /** With a token, requests without it see the status alone. */
  readonly token?: string | undefined;
}

const PROMETHEUS_TEXT = 'text/plain; version=0.0.4; charset=utf-8';
/** Checks of this group decide about liveness. Without any, a process that responds is alive. */
const LIVE_GROUP = 'live';
const HTTP_STATUSES: Readonly<Record<HealthStatus, number>> = { healthy: 200, degraded: 200, unhealthy: 503 };

interface Exchange {
  readonly request: HealthRequest;
  readonly query: URLSearchParams;
  readonly isAuthorized: boolean;
}

/** The routes of health, readiness, metrics and status, whatever server they are mounted on. */
export class HealthRouter {
  readonly #options: HealthRouterOptions;
  readonly #custom = new Map<string, CustomHandler>();
  readonly #routes: Readonly<Record<string, (exchange: Exchange) => HealthResponse | Promise<HealthResponse>>> = {
    '/health': (exchange) => this.#health(exchange),
    '/health/live': (exchange) => this.#live(exchange),
    '/health/ready': (exchange) => this.#ready(exchange),
    '/health/startup': (exchange) => this.#startup(exchange),
    '/metrics': (exchange) => this.#metrics(exchange),
    '/status': (exchange) => this.#status(exchange),
  };
  #hasStarted = false;

  constructor(options: HealthRouterOptions) {
    this.#options = options;
  }

  addCustomHandler(path: string, handler: CustomHandler): void {
    this.#custom.set(path, handler);
  }

  /** `undefined`: no route of ours. Never rejects. */
  async respond(request: HealthRequest): Promise<HealthResponse | undefined> {
    const { pathname, searchParams: query } = new URL(request.url, 'http://health.invalid');
    const custom = this.#custom.get(pathname);
    const route = custom === undefined ? this.#route(pathname) : undefined;
    if (custom === undefined && route === undefined) return undefined;
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return { ...textResponse(405, '', 'text/plain'), headers: { allow: 'GET, HEAD' } };
    try {
      if (custom !== undefined) return await callCustom(custom, query);
      const { token } = this.#options;
      const isAuthorized = token === undefined || hasToken(request.headers['authorization'], token);
      return (await route?.({ request, query, isAuthorized })) as HealthResponse;
    } catch (error) {
      log.warn(`the route ${pathname} failed: ${String((error as Error)?.message)}; it responded with status 500`);
      return jsonResponse(500, { error: 'internal error' });
    }
  }

  #route(pathname: string) {
    const group = /^\/health\/([^/]+)$/.exec(pathname)?.[1];
    if (Object.hasOwn(this.#routes, pathname)) return this.#routes[pathname];
    const isGroup = group !== undefined && this.#options.health?.groups.includes(group) === true;
    return isGroup ? (exchange: Exchange) => this.#health(exchange, group) : undefined;
  }

  async #health({ request, isAuthorized }: Exchange, group?: string): Promise<HealthResponse> {
    const { health } = this.#options;
    const results = (await health?.runAllChecks(group)) ?? {};
    const status = health?.getOverallStatus(group) ?? 'healthy';
    return healthResponse(request, { status, results, isDetailed: isAuthorized, now: new Date() });
  }

  async #live({ request, isAuthorized }: Exchange): Promise<HealthResponse> {
    const { health } = this.#options;
    const isChecked = health?.groups.includes(LIVE_GROUP) === true;
    const results = isChecked ? await health.runAllChecks(LIVE_GROUP) : {};
    const status = isChecked ? health.getOverallStatus(LIVE_GROUP) : 'healthy';
    return healthResponse(request, { status, results, isDetailed: isAuthorized && isChecked, now: new Date() });
  }

  async #ready({ isAuthorized }: Exchange): Promise<HealthResponse> {
    const { readiness } = this.#options;
    const isReady = readiness === undefined ? !drainState.isDraining : await readiness.isReady();
    const results = isAuthorized && readiness !== undefined ? await readiness.runAllChecks() : {};
    const reason = drainState.isDraining ? { reason: 'shutting down' } : {};
    const summary = { status: isReady ? 'ready' : 'not_ready', ready: isReady, timestamp: new Date().toISOString() };
    if (isReady) this.#hasStarted = true;
    return jsonResponse(isReady ? 200 : 503, {
      ...summary,
      ...reason,
      ...(isAuthorized && { checks: checksDocument(results) }),
    });
  }

  /** Started is what has been ready once. */
  async #startup({ isAuthorized }: Exchange): Promise<HealthResponse> {
    this.#hasStarted ||= this.#options.readiness === undefined || (await this.#options.readiness.isReady());
    const started = { started: this.#hasStarted, timestamp: new Date().toISOString() };
    const uptime = isAuthorized ? { uptime_seconds: Math.round(process.uptime()) } : {};
    return jsonResponse(this.#hasStarted ? 200 : 503, {
      status: this.#hasStarted ? 'started' : 'starting',
      ...started,
      ...uptime,
    });
  }

  #metrics({ request, query, isAuthorized }: Exchange): HealthResponse {
    if (!isAuthorized) return unauthorized();
    const { metrics } = this.#options;
    const accept = request.headers['accept'] ?? '';
    const isPrometheus =
      query.get('format') === 'prometheus' || (query.get('format') === null && accept.includes('text/plain'));
    if (isPrometheus) return textResponse(200, metrics?.exportPrometheus() ?? '', PROMETHEUS_TEXT);
    return jsonResponse(200, metrics?.getSummary() ?? { counters: {}, gauges: {}, histograms: {} });
  }

  #status({ isAuthorized }: Exchange): HealthResponse {
    if (!isAuthorized) return unauthorized();
    const { health } = this.#options;
    return jsonResponse(200, { status: health?.getOverallStatus() ?? 'healthy', ...statusDocument(new Date()) });
  }
}

function healthResponse(request: HealthRequest, parts: HealthDocumentParts): HealthResponse {
  const status = HTTP_STATUSES[parts.status];
  if ((request.headers['accept'] ?? '').includes(HEALTH_JSON))
    return jsonResponse(status, healthJsonDocument({ ...parts, version: VERSION }), HEALTH_JSON);
  return jsonResponse(status, healthDocument(parts));
}

function unauthorized(): HealthResponse {
  const response = jsonResponse(401, { error: 'expected a bearer token' });
  return { ...response, headers: { ...response.headers, 'www-authenticate': 'Bearer' } };
}

async function callCustom(handler: CustomHandler, query: URLSearchParams): Promise<HealthResponse> {
  const [status, body] = await handler(Object.fromEntries(query));
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new TypeError(`expected a handler to return a status from 200 to 599, got ${String(status)}`);
  return typeof body === 'string'
    ? textResponse(status, body, 'text/plain; charset=utf-8')
    : jsonResponse(status, body ?? null);
}
