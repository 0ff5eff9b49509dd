import type { ExportResult } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { Redactor } from '../../foundation/redaction/redactor.ts';
import { Redaction } from './redaction.ts';

/** Hands spans to another exporter without their secrets, in SDKs that otelier did not set up. The spans themselves are not changed. */
export class RedactingSpanExporter implements SpanExporter {
  readonly #exporter: SpanExporter;
  readonly #redaction: Redaction;

  /** `maxLength`: text attributes are truncated to this many characters after redaction. @default unlimited */
  constructor(exporter: SpanExporter, redactor: Redactor, maxLength?: number) {
    this.#exporter = exporter;
    this.#redaction = new Redaction(redactor, maxLength === undefined ? {} : { maxSpanTextLength: maxLength });
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.#exporter.export(spans.map(this.#redaction.span), done);
  }

  async forceFlush(): Promise<void> {
    await this.#exporter.forceFlush?.();
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }
}
