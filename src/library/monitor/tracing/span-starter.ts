import {
  type Context,
  context,
  isSpanContextValid,
  type Tracer as OtelTracer,
  type Span,
  TraceFlags,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { withRequestedTraceId } from '../../../foundation/diagnostics/requested-trace-id.ts';
import { VERSION } from '../../../foundation/diagnostics/version.ts';
import { SCOPE } from './jaeger-document.ts';
import { RecordedSpan, type SpanOwner } from './recorded-span.ts';
import type { SpanAttributes } from './span-data.ts';
import { hrTimeOf, nowMicros } from './trace-clock.ts';
import { newSpanId, newTraceId } from './trace-id.ts';

export interface NewSpan {
  readonly name: string;
  readonly attributes: SpanAttributes;
  /** A span of this tracer or of another one. Without a parent the span is a root. */
  readonly parent: Span | undefined;
  /** The requested trace id of a root span. */
  readonly traceId?: string | undefined;
  readonly owner: SpanOwner;
}

/** Starts OpenTelemetry spans. They have valid ids even when no SDK records them. */
export class SpanStarter {
  #provider: TracerProvider | undefined;
  #tracer: OtelTracer | undefined;

  start({ name, attributes, parent, traceId, owner }: NewSpan): RecordedSpan {
    const startMicros = nowMicros();
    const from = contextOf(parent);
    // `root` makes the SDK copy the context, so it is set only where the context has a span to remove.
    const root = parent === undefined && trace.getSpan(from) !== undefined;
    const options = { attributes, startTime: hrTimeOf(startMicros), root };
    const started =
      traceId === undefined
        ? this.#current().startSpan(name, options, from)
        : withRequestedTraceId(traceId, () => this.#current().startSpan(name, options, from));
    const otel = withIds(started, parent, traceId);
    const parentSpanId = parent?.spanContext().spanId;
    return new RecordedSpan(otel, { name, parentSpanId, startMicros, attributes, owner });
  }

  /** Returns a tracer of the provider that is registered now. */
  #current(): OtelTracer {
    const provider = trace.getTracerProvider();
    if (provider !== this.#provider || this.#tracer === undefined) {
      this.#provider = provider;
      this.#tracer = provider.getTracer(SCOPE, VERSION);
    }
    return this.#tracer;
  }
}

function contextOf(parent: Span | undefined): Context {
  const active = context.active();
  return parent === undefined || trace.getSpan(active) === parent ? active : trace.setSpan(active, parent);
}

/** Gives a span ids when no SDK is registered: it then has none, or those of its parent. */
function withIds(started: Span, parent: Span | undefined, traceId: string | undefined): Span {
  // A recording span has ids of its own.
  if (started.isRecording()) return started;
  const [own, above] = [started.spanContext(), parent?.spanContext()];
  if (isSpanContextValid(own) && own.spanId !== above?.spanId) return started;
  return trace.wrapSpanContext({
    traceId: above?.traceId ?? traceId ?? newTraceId(),
    spanId: newSpanId(),
    traceFlags: above?.traceFlags ?? TraceFlags.NONE,
  });
}
