import type { ExportResult } from '@opentelemetry/core';
import type { MetricReader, PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { Redactor } from '../../foundation/redaction/redactor.ts';
import type { MetricRedaction } from './redacted-metrics.ts';
import { redactSpan } from './redacted-span.ts';

/** Hands spans to another exporter without their secrets. The spans themselves are not changed. */
export class RedactingSpanExporter implements SpanExporter {
  readonly #exporter: SpanExporter;
  readonly #redactor: Redactor;
  readonly #maxLength: number | undefined;

  /** `maxLength`: texts in attributes are cut to so many characters after their secrets are gone. @default unlimited */
  constructor(exporter: SpanExporter, redactor: Redactor, maxLength?: number) {
    this.#exporter = exporter;
    this.#redactor = redactor;
    this.#maxLength = maxLength;
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.#exporter.export(
      spans.map((span) => redactSpan(span, this.#redactor, this.#maxLength)),
      done,
    );
  }

  async forceFlush(): Promise<void> {
    await this.#exporter.forceFlush?.();
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }
}

/** Lets a metric exporter see no secrets. Returns the exporter itself. */
export function redactingMetricExporter(exporter: PushMetricExporter, redaction: MetricRedaction): PushMetricExporter {
  const original = exporter.export.bind(exporter);
  exporter.export = (metrics, done) => original(redaction.redact(metrics), done);
  return exporter;
}

/** Lets whoever collects from a reader see no secrets. Returns the reader itself. */
export function redactingReader<Reader extends MetricReader>(reader: Reader, redaction: MetricRedaction): Reader {
  const original = reader.collect.bind(reader);
  reader.collect = async (options) => {
    const { resourceMetrics, errors } = await original(options);
    return { resourceMetrics: redaction.redact(resourceMetrics), errors };
  };
  return reader;
}
