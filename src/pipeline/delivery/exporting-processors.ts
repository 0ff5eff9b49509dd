import { TraceFlags } from '@opentelemetry/api';
import type { LogRecordProcessor, ReadableLogRecord, ReadWriteLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';

/** Takes ended spans or log records to one exporter, as `ExportQueue` and `ImmediateExport` do. */
export interface ExportSink<Item> {
  /** Never throws. */
  add(item: Item): void;
  flush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** Prepares each sampled span once, and then hands it to every exporter's sink. */
export class ExportingSpanProcessor implements SpanProcessor {
  readonly #sinks: readonly ExportSink<ReadableSpan>[];
  readonly #prepare: (span: ReadableSpan) => ReadableSpan;

  /** `prepare`: what has to happen before a span may wait in a queue. @default nothing */
  constructor(
    sinks: readonly ExportSink<ReadableSpan>[],
    prepare: (span: ReadableSpan) => ReadableSpan = (span) => span,
  ) {
    this.#sinks = sinks;
    this.#prepare = prepare;
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0 || this.#sinks.length === 0) return;
    const prepared = this.#prepare(span);
    for (const sink of this.#sinks) sink.add(prepared);
  }

  forceFlush(): Promise<void> {
    return settleAll(this.#sinks.map((sink) => sink.flush()));
  }

  shutdown(): Promise<void> {
    return settleAll(this.#sinks.map((sink) => sink.shutdown()));
  }
}

/** The same for log records, which `prepare` changes in place. */
export class ExportingLogRecordProcessor implements LogRecordProcessor {
  readonly #sinks: readonly ExportSink<ReadableLogRecord>[];
  readonly #prepare: ((record: ReadWriteLogRecord) => void) | undefined;

  constructor(sinks: readonly ExportSink<ReadableLogRecord>[], prepare?: (record: ReadWriteLogRecord) => void) {
    this.#sinks = sinks;
    this.#prepare = prepare;
  }

  onEmit(record: ReadWriteLogRecord): void {
    if (this.#sinks.length === 0) return;
    this.#prepare?.(record);
    for (const sink of this.#sinks) sink.add(record);
  }

  forceFlush(): Promise<void> {
    return settleAll(this.#sinks.map((sink) => sink.flush()));
  }

  shutdown(): Promise<void> {
    return settleAll(this.#sinks.map((sink) => sink.shutdown()));
  }
}

/** Waits for all, and rejects with the failures: one that fails must not cut the others short, as it would with `Promise.all`. */
export async function settleAll(promises: readonly (Promise<void> | undefined)[]): Promise<void> {
  const results = await Promise.allSettled(promises);
  const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  if (reasons.length > 0) throw new AggregateError(reasons.flat());
}
