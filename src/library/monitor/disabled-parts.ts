import { TraceFlags, trace } from '@opentelemetry/api';
import { MetricsCollector } from './metrics-collector.ts';
import { RecordedSpan } from './tracing/recorded-span.ts';
import { newSpanId, newTraceId } from './tracing/trace-id.ts';
import type { SpanOptions } from './tracing/trace-recorder.ts';
import type { TraceSpan } from './tracing/trace-span.ts';
import { TraceRecord } from './tracing/trace-store.ts';
import { Tracer } from './tracing/tracer.ts';

/** Records nothing. It still runs functions, and its timers still measure. */
export class DisabledMetrics extends MetricsCollector {
  override async collectSystemMetrics(): Promise<void> {}
  protected override record(): void {}
  protected override refuse(): void {}
}

const NO_OWNER = { ended: () => {}, dropped: () => {} };

/** Records and exports nothing. It still runs functions, under the span that is active anyway. */
export class DisabledTracer extends Tracer {
  override finishTrace(): void {}
  override addSpanTag(): void {}
  override addSpanLog(): void {}

  override finishSpan(span: TraceSpan | string): void {
    if (typeof span === 'object') span?.finish?.();
  }

  override span<T>(name: string, ...rest: readonly unknown[]): T {
    const fn = rest.find((each) => typeof each === 'function') as (span: TraceSpan) => T;
    if (fn === undefined) throw new TypeError('Tracer: expected fn of span() to be a function, got none');
    return fn(this.openSpan(name, {}));
  }

  protected override openTrace(): TraceRecord {
    return new TraceRecord(newTraceId());
  }

  protected override openSpan(name: string, _options: SpanOptions): RecordedSpan {
    const ids = { traceId: newTraceId(), spanId: newSpanId(), traceFlags: TraceFlags.NONE };
    const parts = { name, parentSpanId: undefined, startMicros: 0, attributes: {}, owner: NO_OWNER };
    return new RecordedSpan(trace.wrapSpanContext(ids), parts);
  }
}
