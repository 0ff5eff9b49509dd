import type { TelemetryBatch } from './telemetry-batch.ts';
import type { ReceivedMetric } from './telemetry-metric.ts';
import type { ReceivedLogRecord, ReceivedSpan, ReceivedTrace } from './telemetry-model.ts';

export interface TelemetryStoreOptions {
  /** @default 100_000 */
  maxSpans?: number;
  /** @default 100_000 */
  maxLogs?: number;
  /** A metric counts once for each export that contained it. @default 20_000 */
  maxMetrics?: number;
}

/** Received telemetry in the order of its arrival; beyond a limit the oldest is dropped and counted. */
export class TelemetryStore {
  readonly dropped = { spans: 0, logs: 0, metrics: 0 };
  readonly #spans: ReceivedSpan[] = [];
  readonly #logs: ReceivedLogRecord[] = [];
  readonly #metrics: ReceivedMetric[] = [];
  readonly #limits: Required<TelemetryStoreOptions>;
  readonly #listeners = new Set<() => void>();

  constructor({ maxSpans = 100_000, maxLogs = 100_000, maxMetrics = 20_000 }: TelemetryStoreOptions = {}) {
    this.#limits = { maxSpans, maxLogs, maxMetrics };
  }

  get spans(): readonly ReceivedSpan[] {
    return this.#spans;
  }

  get logs(): readonly ReceivedLogRecord[] {
    return this.#logs;
  }

  get metrics(): readonly ReceivedMetric[] {
    return this.#metrics;
  }

  add({ spans = [], logs = [], metrics = [] }: Partial<TelemetryBatch>): void {
    this.dropped.spans += append(this.#spans, spans, this.#limits.maxSpans);
    this.dropped.logs += append(this.#logs, logs, this.#limits.maxLogs);
    this.dropped.metrics += append(this.#metrics, metrics, this.#limits.maxMetrics);
    for (const listener of [...this.#listeners]) listener();
  }

  /** Calls the listener after every change; returns the function that ends this. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Everything that carries this trace id. */
  trace(traceId: string): ReceivedTrace {
    const belongs = (item: { traceId?: string }) => item.traceId === traceId;
    return { traceId, spans: this.#spans.filter(belongs), logs: this.#logs.filter(belongs) };
  }

  /** Every trace that has a span, in the order of their first span. */
  traces(): ReceivedTrace[] {
    const traces = new Map<string, ReceivedTrace>();
    for (const span of this.#spans) {
      const { traceId } = span;
      const trace = traces.get(traceId) ?? { traceId, spans: [], logs: [] };
      traces.set(traceId, trace);
      trace.spans.push(span);
    }
    for (const log of this.#logs) traces.get(log.traceId ?? '')?.logs.push(log);
    return [...traces.values()];
  }

  clear(): void {
    for (const items of [this.#spans, this.#logs, this.#metrics]) items.length = 0;
    Object.assign(this.dropped, { spans: 0, logs: 0, metrics: 0 });
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Returns how many of the oldest items were dropped. */
function append<T>(items: T[], added: readonly T[], limit: number): number {
  for (const item of added) items.push(item);
  return items.splice(0, Math.max(0, items.length - limit)).length;
}
