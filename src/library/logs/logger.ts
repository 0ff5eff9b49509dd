import { attempt } from '../../foundation/diagnostics/attempt.ts';
import { readFields } from '../../foundation/log-lines/log-fields.ts';
import { levelOfStatus } from '../../foundation/log-lines/log-level.ts';
import { LeveledLogger, type LogFields } from './leveled-logger.ts';
import { currentRequest, enterRequest, type RequestLog } from './log-context.ts';
import { withoutSqlLiterals } from './logged-statement.ts';
import type { LoggerOptions } from './logger-options.ts';
import type { ApiCall, CacheOutcome } from './special-calls.ts';
import { SpecialMetrics } from './special-metrics.ts';

/**
 * A structured logger on winston: JSON or text lines on standard output and in a file, and each record once over OTLP with the ids of the active
 * span. Bad options throw at construction; logging never throws.
 * @example const logger = new Logger({ name: 'orders', file: 'logs/orders.log' }); logger.info('order placed', { order_id: 7 });
 */
export class Logger extends LeveledLogger {
  readonly #metrics: SpecialMetrics | undefined;

  /** @throws {TypeError} on an option of the wrong kind, naming it */
  constructor(options: LoggerOptions = {}) {
    super(options);
    if (options.metrics !== undefined) this.#metrics = new SpecialMetrics(options.metrics);
  }

  /** A call of an LLM or another API. The level follows the status: warning from 400, error from 500. */
  logApiCall(call: ApiCall): void {
    const given = Object.fromEntries(readFields(call)) as ApiCall;
    const { provider, model, endpoint, method, statusCode, responseTime, tokensUsed, ...more } = given;
    const { inputTokens, outputTokens, ...fields } = more;
    const message = `API call: ${said(provider)} ${said(method)} ${said(endpoint)} ${said(statusCode)}`.replace(
      / {2,}/g,
      ' ',
    );
    const known = { provider, model, endpoint, method, status_code: statusCode, response_time: responseTime };
    const tokens = { tokens_used: tokensUsed, input_tokens: inputTokens, output_tokens: outputTokens };
    this.write(levelOfStatus(statusCode), message.trim(), { ...known, ...tokens }, fields);
    this.#metrics?.apiCall(given);
  }

  /** Something that happened to a session: created, ended, … */
  logSessionEvent(sessionId: string, eventType: string, message: unknown, fields?: LogFields): void {
    this.write('info', message, { session_id: sessionId, event_type: eventType }, fields);
  }

  /** An error of a kind that the application names. `error`: what was thrown. */
  logError(
    errorType: string,
    message: unknown,
    details?: { readonly error?: unknown } & Readonly<Record<string, unknown>>,
  ): void {
    this.write('error', message, { error_type: errorType }, details);
  }

  /** The value of a metric that is recorded elsewhere: it is logged, not recorded. */
  logMetrics(name: string, value: number, type: string): void {
    const message = `metric ${said(name)} = ${said(value)}`;
    this.write('info', message, { metric_name: name, metric_value: value, metric_type: type });
  }

  /** The start of a request, which is from here on the request of this async context. Answers what `logRequestEnd` can be given elsewhere. */
  logRequestStart(method: string, path: string, fields?: LogFields): RequestLog {
    const request = Object.freeze({ method, path, fields: Object.freeze(Object.fromEntries(readFields(fields))) });
    enterRequest(request);
    this.write('info', `request started: ${said(method)} ${said(path)}`, { method, path }, request.fields);
    return request;
  }

  /** The end of a request: that of this async context unless one is given. Level: warning from status 400, error from 500. */
  logRequestEnd(status: number, durationMs: number, responseSize?: number, request = currentRequest()): void {
    if (request !== undefined && request === currentRequest()) enterRequest(undefined);
    const { method, path, fields } = attempt(() => readRequest(request)) ?? {};
    const message = `request ended: ${said(method)} ${said(path)} ${said(status)}`.replace(/ {2,}/g, ' ');
    const known = { method, path, status_code: status, duration_ms: durationMs, response_size: responseSize };
    this.write(levelOfStatus(status), message, fields, known);
    this.#metrics?.request({ method, route: attempt(() => fields?.['http.route']), status, durationMs, responseSize });
  }

  /** A query; its literals are left out unless `sanitize` is off. */
  logDatabaseQuery(sql: string, durationMs: number, rows?: number, fields?: LogFields): void {
    const text = said(sql);
    const query = this.isSanitized ? withoutSqlLiterals(text) : text;
    this.write('info', 'database query', { query, duration_ms: durationMs, rows }, fields);
    this.#metrics?.query(text, durationMs, rows, readFields(fields).get('db.system.name'));
  }

  /** An operation on a cache. */
  logCacheOperation(operation: string, key: string, outcome: CacheOutcome = {}): void {
    const { hit, durationMs } = Object.fromEntries(readFields(outcome)) as CacheOutcome;
    const result = hit === undefined ? '' : hit ? ' hit' : ' miss';
    this.write('info', `cache ${said(operation)}${result}`, { operation, key, hit, duration_ms: durationMs });
    this.#metrics?.cache(said(operation), {
      ...(hit === undefined ? {} : { hit }),
      ...(durationMs === undefined ? {} : { durationMs }),
    });
  }
}

function readRequest(request: RequestLog | undefined): Partial<RequestLog> {
  const { method, path, fields } = request ?? {};
  return { method, path, fields } as Partial<RequestLog>;
}

/** What goes into a message; nothing that could throw. */
function said(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
