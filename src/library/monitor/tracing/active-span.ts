import { AsyncLocalStorage } from 'node:async_hooks';
import { context, type Span, trace } from '@opentelemetry/api';
import { apiRegistry } from '../../../foundation/diagnostics/api-registry.ts';
import type { RecordedSpan } from './recorded-span.ts';
import type { TraceRecord } from './trace-store.ts';

/** What was entered in an async context: a trace, or the scope of a span. */
interface Entered {
  readonly span: RecordedSpan;
  /** Of `startTrace`: it counts until the trace is finished. */
  readonly trace: TraceRecord | undefined;
  readonly previous: Entered | undefined;
  readonly depth: number;
  /** OpenTelemetry's active span once this was entered: another one later is further inside. */
  readonly seen: Span | undefined;
}

/** Traces that are started inside of one another and never finished must not be kept alive by one another. */
const MAX_DEPTH = 16;

const otelActive = (): Span | undefined => trace.getSpan(context.active());

/**
 * Which span is the current one in each async context, with OpenTelemetry's context manager and without one. A trace is entered without a function
 * around it (`enterWith`): it holds for the rest of this async context, also of the caller of a synchronous part, until it is finished.
 */
export class ActiveSpan {
  readonly #storage = new AsyncLocalStorage<Entered>();

  /** A span of this tracer, or one of others, as OpenTelemetry knows it. */
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
      // A context manager that works is enough: it says which span is the innermost one.
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
