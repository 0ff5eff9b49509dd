import { metrics } from '@opentelemetry/api';
import type { MetricReader, PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { VERSION } from '../../foundation/diagnostics/version.ts';
import type { Redactor } from '../../foundation/redaction/redactor.ts';
import type { NamedExporter } from '../../pipeline/exporters/create-exporters.ts';
import { MetricRedaction } from '../../pipeline/processors/redacted-metrics.ts';
import { redactSpan } from '../../pipeline/processors/redacted-span.ts';
import {
  RedactingSpanExporter,
  redactingMetricExporter,
  redactingReader,
} from '../../pipeline/processors/redacting-exporters.ts';
import { RedactingLogRecordProcessor } from '../../pipeline/processors/redacting-log-record-processor.ts';

/** Puts a redactor between what an application emits and whatever takes it out of the process, the last delivery included. */
export class Redaction {
  readonly redactor: Redactor;
  readonly #metrics: MetricRedaction;

  constructor(redactor: Redactor) {
    this.redactor = redactor;
    this.#metrics = new MetricRedaction(redactor);
  }

  spanExporter(
    named: NamedExporter<SpanExporter, ReadableSpan[]>,
    maxLength: number,
  ): NamedExporter<SpanExporter, ReadableSpan[]> {
    const redacted = { ...named, exporter: new RedactingSpanExporter(named.exporter, this.redactor, maxLength) };
    return routed(redacted, (spans) => spans.map((span) => redactSpan(span, this.redactor, maxLength)));
  }

  metricExporter(
    named: NamedExporter<PushMetricExporter, ResourceMetrics>,
  ): NamedExporter<PushMetricExporter, ResourceMetrics> {
    const redacted = { ...named, exporter: redactingMetricExporter(named.exporter, this.#metrics) };
    return routed(redacted, (metrics) => this.#metrics.redact(metrics));
  }

  reader(reader: MetricReader): MetricReader {
    return redactingReader(reader, this.#metrics);
  }

  logRecordProcessor(maxLength: number): RedactingLogRecordProcessor {
    return new RedactingLogRecordProcessor(this.redactor, maxLength);
  }
}

function routed<Exporter, Items>(
  named: NamedExporter<Exporter, Items>,
  redact: (items: Items) => Items,
): NamedExporter<Exporter, Items> {
  const toRequest = named.route?.toRequest;
  if (named.route === undefined || toRequest === undefined) return named;
  return { ...named, route: { ...named.route, toRequest: (items) => toRequest(redact(items)) } };
}

/** Offers what was redacted so far as the metric `otelier.redactions`, by rule. */
export function countRedactions(redactor: Redactor): void {
  const counter = metrics.getMeter('otelier', VERSION).createObservableCounter('otelier.redactions', {
    description: 'Secrets that were taken out of telemetry',
    unit: '{redaction}',
  });
  counter.addCallback((result) => {
    for (const [rule, count] of Object.entries(redactor.counts)) result.observe(count, { rule });
  });
}
