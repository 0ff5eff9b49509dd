import { warnOnce } from '../../foundation/diagnostics/once.ts';
import { errorType } from '../../foundation/log-lines/exception.ts';
import { textOfValue } from '../../foundation/log-lines/plain-value.ts';
import type { LogMetricLabels, LogMetrics } from './log-metrics.ts';
import type { ApiCall, CacheOutcome, RequestOutcome } from './special-calls.ts';

const HTTP_METHODS = new Set(['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'QUERY', 'TRACE']);
const SQL =
  /^\s*(select|insert|update|delete|merge|replace|with|create|alter|drop|truncate|call|begin|commit|rollback)\b/i;
const GEN_AI_OPERATIONS: readonly (readonly [RegExp, string])[] = [
  [/embedding/i, 'embeddings'],
  [/chat|messages|responses|converse/i, 'chat'],
  [/generateContent/i, 'generate_content'],
  [/completions?\b/i, 'text_completion'],
];

/**
 * What the special methods of a Logger record as metrics, named by the semantic conventions where they have a name. Labels are of few values each:
 * no ids, paths, keys or statements. Never throws.
 * https://opentelemetry.io/docs/specs/semconv/
 */
export class SpecialMetrics {
  readonly #metrics: LogMetrics;
  #hits = 0;
  #misses = 0;

  constructor(metrics: LogMetrics) {
    this.#metrics = metrics;
  }

  request({ method, route, status, durationMs, responseSize }: RequestOutcome): void {
    const labels = labelsOf({
      'http.request.method': knownMethod(method),
      'http.route': route,
      'http.response.status_code': status,
      'error.type': isAtLeast(status, 500) ? status : undefined,
    });
    this.#timing('http.server.request.duration', secondsOf(durationMs), labels);
    this.#histogram('http.server.response.body.size', responseSize, labels);
  }

  query(sql: string, durationMs: unknown, rows: unknown, system: unknown): void {
    const operation = SQL.exec(sql)?.[1]?.toUpperCase();
    const labels = labelsOf({ 'db.system.name': system ?? 'other_sql', 'db.operation.name': operation });
    this.#timing('db.client.operation.duration', secondsOf(durationMs), labels);
    this.#histogram('db.client.response.returned_rows', rows, labels);
  }

  cache(operation: string, { hit, durationMs }: CacheOutcome): void {
    const name = /^[a-z][a-z_]{0,30}$/i.test(operation) ? operation.toLowerCase() : 'other';
    const labels = { 'cache.operation.name': name };
    this.#timing('cache.operation.duration', secondsOf(durationMs), labels);
    if (typeof hit !== 'boolean') return;
    if (hit) this.#hits++;
    else this.#misses++;
    this.#safely(() => {
      this.#metrics.counter(hit ? 'cache.hits' : 'cache.misses', 1, labels);
      this.#metrics.gauge('cache.hit_ratio', this.#hits / (this.#hits + this.#misses));
    });
  }

  apiCall({
    provider,
    model,
    endpoint,
    statusCode,
    responseTime,
    tokensUsed,
    inputTokens,
    outputTokens,
  }: ApiCall): void {
    const labels = labelsOf({
      'gen_ai.operation.name': GEN_AI_OPERATIONS.find(([form]) => form.test(textOfValue(endpoint)))?.[1] ?? 'other',
      'gen_ai.provider.name': provider,
      'gen_ai.request.model': model,
    });
    const error = labelsOf({ 'error.type': isAtLeast(statusCode, 400) ? statusCode : undefined });
    this.#timing('gen_ai.client.operation.duration', responseTime, { ...labels, ...error });
    const isSplit = inputTokens !== undefined || outputTokens !== undefined;
    const usage = isSplit ? { input: inputTokens, output: outputTokens } : { total: tokensUsed };
    for (const [type, tokens] of Object.entries(usage))
      this.#histogram('gen_ai.client.token.usage', tokens, { ...labels, 'gen_ai.token.type': type });
  }

  #timing(name: string, seconds: unknown, labels: LogMetricLabels): void {
    if (isAtLeast(seconds, 0)) this.#safely(() => this.#metrics.timing(name, seconds, labels));
  }

  #histogram(name: string, value: unknown, labels: LogMetricLabels): void {
    if (isAtLeast(value, 0)) this.#safely(() => this.#metrics.histogram(name, value, labels));
  }

  #safely(record: () => void): void {
    try {
      record();
    } catch (error) {
      warnOnce(`Logger: expected metrics that can be recorded, got ${errorType(error)}; the value is dropped`);
    }
  }
}

function knownMethod(method: unknown): string {
  const upper = textOfValue(method).slice(0, 20).toUpperCase();
  return HTTP_METHODS.has(upper) ? upper : '_OTHER';
}

function isAtLeast(value: unknown, least: number): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= least;
}

function secondsOf(millis: unknown): unknown {
  return typeof millis === 'number' ? millis / 1_000 : undefined;
}

/** Without those of no value; texts that are too long are no names. */
function labelsOf(values: Readonly<Record<string, unknown>>): LogMetricLabels {
  const isLabel = (value: unknown): boolean =>
    typeof value === 'number' || (typeof value === 'string' && value.length <= 200);
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (isLabel(value) ? [[key, String(value)]] : [])),
  );
}
