import { AsyncLocalStorage } from 'node:async_hooks';
import { context, type Span, trace } from '@opentelemetry/api';
import { apiRegistry } from '../../../foundation/diagnostics/api-registry.ts';
import type { RecordedSpan } from './recorded-span.ts';
import type { TraceRecord } from './trace-store.ts';

/** One entry of an async context: a started trace, or the scope of a span. */
interface Entered {
  readonly span: RecordedSpan;
  /** The trace of `startTrace`. The entry is valid until that trace is finished. */
  readonly trace: TraceRecord | undefined;
  readonly previous: Entered | undefined;
  readonly depth: number;
  /** OpenTelemetry's active span at this entry. Another active span later is nested more deeply. */
  readonly seen: Span | undefined;
}

/** Nested traces that are never finished must not keep each other alive. */
const MAX_DEPTH = 16;

const otelActive = (): Span | undefined => trace.getSpan(context.active());

/**
 * Tracks the current span of each async context, with and without OpenTelemetry's context manager. `enterTrace` has no function around it: the trace
 * is current for the rest of the async context, including a synchronous caller, until it is finished.
 */
export class ActiveSpan {
  readonly #storage = new AsyncLocalStorage<Entered>();

  /** The current span: one of this tracer, or another OpenTelemetry span. */
  get current(): RecordedSpan | Span | undefined {
    const entered = this.#live();
    const active = otelActive();
    return active !== undefined && active !== entered?.seen ? active : entered?.span;
  }

  enterTrace(record: TraceRecord, span: RecordedSpan): void {
    this.#storage.enterWith(this.#entered(span, record, otelActive()));
  }

  run<T>(span: RecordedSpan, fn: () => T): T {
    if (apiRegistry().context === undefined) return this.#runAlone(span, fn);
    return context.with(trace.setSpan(context.active(), span.otel), () =>
      // A working context manager already tracks the innermost span.
      otelActive() === span.otel ? fn() : this.#runAlone(span, fn),
    );
  }

  #runAlone<T>(span: RecordedSpan, fn: () => T): T {
    return this.#storage.run(this.#entered(span, undefined, otelActive()), fn);
  }

  #entered(span: RecordedSpan, record: TraceRecord | undefined, seen: Span | undefined): Entered {
    const previous = this.#live();
    const depth = (previous?.depth ?? 0) + 1;
    return depth > MAX_DEPTH
      ? { span, trace: record, previous: undefined, depth: 0, seen }
      : { span, trace: record, previous, depth, seen };
  }

  #live(): Entered | undefined {
    let entered = this.#storage.getStore();
    while (entered?.trace !== undefined && !entered.trace.isStarted) entered = entered.previous;
    return entered;
  }
}
