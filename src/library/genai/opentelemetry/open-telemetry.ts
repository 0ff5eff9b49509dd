import { type Attributes, context, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { warnOnce } from '../../../foundation/diagnostics/once.ts';
import type { Telemetry } from '../record/telemetry.ts';
import { redactException } from '../redacted-exception.ts';
import { redactRecord, redactText } from '../text-redaction.ts';
import { NoopSpan } from './noop-span.ts';
import { type EventStatus, OpenTelemetryInstruments } from './open-telemetry-instruments.ts';
import { type CompleteOptions, completeOptions, type OpenTelemetryOptions } from './open-telemetry-options.ts';
import { attributesOf } from './telemetry-attributes.ts';

/** Spans and metrics of streams, by hand. `createOpenTelemetryHandler` records them automatically. */
export class OpenTelemetry {
  readonly #options: CompleteOptions;
  readonly #tracer: Tracer;
  readonly #instruments: OpenTelemetryInstruments;

  /** @throws {TypeError} when an option is unknown or of another kind than expected */
  constructor(options: OpenTelemetryOptions = {}) {
    this.#options = completeOptions('OpenTelemetry', options);
    const { tracer, meter, serviceName } = this.#options;
    this.#tracer = tracer ?? trace.getTracer(serviceName);
    this.#instruments = new OpenTelemetryInstruments(meter, serviceName);
  }

  /**
   * Runs `fn` in a span that is the active one there, across awaits too. The span ends when what `fn` returns is there. What it throws marks the span
   * as failed and is thrown on.
   */
  async traceStream<T>(name: string, fn: (span: Span) => T | PromiseLike<T>): Promise<T> {
    const span = this.#start(name, SpanKind.CLIENT);
    this.#measure(() => this.#instruments.addActive(1));
    try {
      const result = await context.with(trace.setSpan(context.active(), span), () => fn(span));
      if (!hasFailed(span)) span.setStatus({ code: SpanStatusCode.OK });
      return result;
    } catch (error) {
      markFailed(span, error);
      this.#measure(() => this.#instruments.addFailure());
      throw error;
    } finally {
      this.#measure(() => this.#instruments.addActive(-1));
      span.end();
    }
  }

  /** Counts a stream into the metrics, and writes its figures to the span, if one is given. Never throws. */
  recordTelemetry(telemetry: Telemetry, span?: Span): void {
    this.#measure(() => {
      this.#instruments.record(telemetry, statusOf(telemetry));
      if (span === undefined || !span.isRecording()) return;
      span.setAttributes(redactRecord(attributesOf(telemetry)));
      const { error, completed } = telemetry;
      if (!error.occurred || completed) return;
      span.setStatus({ code: SpanStatusCode.ERROR, message: redactText(error.message ?? 'unknown error') });
    });
  }

  /** Starts a span under the active one. The caller ends it. Never throws. */
  createSpan(name: string, attributes: Attributes = {}): Span {
    return this.#start(name, SpanKind.INTERNAL, attributes);
  }

  #start(name: string, kind: SpanKind, attributes: Attributes = {}): Span {
    const { serviceName, defaultAttributes } = this.#options;
    try {
      return this.#tracer.startSpan(`${serviceName}.${name}`, {
        kind,
        attributes: redactRecord({ ...defaultAttributes, ...attributes }),
      });
    } catch (error) {
      warnOnce(
        `OpenTelemetry: expected the tracer to start a span, got "${(error as Error)?.message}"; it is not traced`,
      );
      return new NoopSpan();
    }
  }

  #measure(record: () => void): void {
    try {
      record();
    } catch (error) {
      warnOnce(`OpenTelemetry: a stream could not be recorded: ${(error as Error)?.message}; its figures are lost`);
    }
  }
}

/** Whether `fn` itself set an error status. Only the SDK's spans show it. */
function hasFailed(span: Span): boolean {
  return (span as { status?: { code?: unknown } }).status?.code === SpanStatusCode.ERROR;
}

/** Marks a span as failed by something that was thrown, without the secrets in it. */
export function markFailed(span: Span, thrown: unknown): void {
  const { exception, message } = redactException(thrown);
  span.recordException(exception);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}

export function statusOf({ completed, aborted, error }: Telemetry): EventStatus {
  if (completed) return 'completed';
  if (error.occurred) return 'failed';
  return aborted ? 'aborted' : 'abandoned';
}

/**
 * Runs `fn` in a span, as `OpenTelemetry.traceStream` does. `name` is the span's name after `serviceName`.
 * @throws {TypeError} when an option is unknown or of another kind than expected
 */
export async function withOpenTelemetry<T>(
  options: OpenTelemetryOptions & { /** @default 'stream' */ readonly name?: string },
  fn: (span: Span) => T | PromiseLike<T>,
): Promise<T> {
  const { name = 'stream', ...rest } = options;
  return new OpenTelemetry(rest).traceStream(name, fn);
}
