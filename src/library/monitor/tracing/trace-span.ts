import type { AttributeValue } from '@opentelemetry/api';
import type { SpanAttributes, SpanData, SpanDocument, SpanStatus } from './span-data.ts';

export interface FinishOptions {
  /** @default 'OK'; with an error 'ERROR' */
  readonly status?: SpanStatus;
  /** A thrown value, or a message. */
  readonly error?: unknown;
}

/** A span of a Tracer: an OpenTelemetry span that can be read back. Its methods never throw. */
export interface TraceSpan extends SpanData {
  readonly startTime: Date;
  readonly endTime?: Date | undefined;
  /** Absent until the span is finished. */
  readonly durationMs?: number | undefined;
  setAttribute(key: string, value: AttributeValue): this;
  addEvent(name: string, attributes?: Readonly<SpanAttributes>): this;
  finish(options?: FinishOptions): void;
  toJSON(): SpanDocument;
}
