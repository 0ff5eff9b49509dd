import type { ReadWriteLogRecord } from '@opentelemetry/sdk-logs';
import type { MetricReader, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { warnOnce } from '../../foundation/diagnostics/once.ts';
import type { Redactor } from '../../foundation/redaction/redactor.ts';
import { attributeSourceOf } from '../encoding/attribute-source.ts';
import { MetricRedaction } from './metric-redaction.ts';
import { redactLogRecord, withholdLogRecord } from './redacted-log-record.ts';
import { redactSpan, withheldSpan } from './redacted-span.ts';

export interface RedactionLimits {
  /** Text attributes of spans are truncated to this many characters after redaction. @default unlimited */
  readonly maxSpanTextLength?: number;
  /** The same for log records. @default unlimited */
  readonly maxLogTextLength?: number;
}

/**
 * The one place where telemetry loses its secrets: after the sampling decision and before the queue. Queues, the spool, the exit worker and every
 * retry see redacted data only, so each secret is counted once. Fails closed: telemetry that cannot be redacted leaves without its texts.
 */
export class Redaction {
  readonly redactor: Redactor;
  readonly #limits: RedactionLimits;
  readonly #metrics: MetricRedaction;
  #last: { readonly span: ReadableSpan; readonly view: ReadableSpan } | undefined;

  constructor(redactor: Redactor, limits: RedactionLimits = {}) {
    this.redactor = redactor;
    this.#limits = limits;
    this.#metrics = new MetricRedaction(redactor);
  }

  /**
   * A view of an ended span without secrets, or the span itself. The application's processors and the exporters receive the same span one after the
   * other, so the last view is remembered.
   */
  readonly span = (span: ReadableSpan): ReadableSpan => {
    if (this.#last?.span === span) return this.#last.view;
    const source = attributeSourceOf(span);
    if (source?.isClean(this.redactor) === true && this.redactor.redactText(span.name) === span.name) return span;
    let view: ReadableSpan;
    try {
      view = redactSpan(span, this.redactor, this.#limits.maxSpanTextLength);
    } catch {
      warnUnreadable('span');
      view = withheldSpan(span);
    }
    this.#last = { span, view };
    return view;
  };

  /** Redacts the record in place: processors that run later see no secrets. */
  readonly logRecord = (record: ReadWriteLogRecord): void => {
    try {
      redactLogRecord(record, this.redactor, this.#limits.maxLogTextLength);
    } catch {
      warnUnreadable('log record');
      withholdLogRecord(record);
    }
  };

  /** The collected metrics without secrets, or the same object if there are none. */
  readonly metrics = (metrics: ResourceMetrics): ResourceMetrics => {
    try {
      return this.#metrics.redact(metrics);
    } catch {
      warnUnreadable('metric');
      return { ...metrics, scopeMetrics: [] };
    }
  };

  /** Lets a reader that otelier did not make collect redacted metrics only. Returns the reader itself. */
  reader<Reader extends MetricReader>(reader: Reader): Reader {
    const collect = reader.collect.bind(reader);
    reader.collect = async (options) => {
      const { resourceMetrics, errors } = await collect(options);
      return { resourceMetrics: this.metrics(resourceMetrics), errors };
    };
    return reader;
  }
}

function warnUnreadable(item: string): void {
  warnOnce(
    `redaction: expected a ${item} that can be read, got one that throws; its texts and attributes are withheld`,
  );
}
