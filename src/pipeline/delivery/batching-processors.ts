import { TraceFlags } from '@opentelemetry/api';
import type { LogRecordProcessor, ReadableLogRecord, ReadWriteLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { ExportQueue } from './export-queue.ts';

/** Queues sampled spans for export when they end. */
export class ExportingSpanProcessor implements SpanProcessor {
  readonly #queue: ExportQueue<ReadableSpan>;

  constructor(queue: ExportQueue<ReadableSpan>) {
    this.#queue = queue;
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0) this.#queue.add(span);
  }

  forceFlush(): Promise<void> {
    return this.#queue.flush();
  }

  shutdown(): Promise<void> {
    return this.#queue.shutdown();
  }
}

/** Queues log records for export. */
export class ExportingLogRecordProcessor implements LogRecordProcessor {
  readonly #queue: ExportQueue<ReadableLogRecord>;

  constructor(queue: ExportQueue<ReadableLogRecord>) {
    this.#queue = queue;
  }

  onEmit(record: ReadWriteLogRecord): void {
    this.#queue.add(record);
  }

  forceFlush(): Promise<void> {
    return this.#queue.flush();
  }

  shutdown(): Promise<void> {
    return this.#queue.shutdown();
  }
}
