import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { RequestableIdGenerator } from '../../../src/distribution/providers/tracer-provider.ts';

/** An SDK that is registered until it is disposed of, and the spans that were exported. */
export class RecordedSpans implements Disposable {
  readonly #exporter = new InMemorySpanExporter();

  /** @param idGenerator otelier's, unless another SDK is to be played */
  constructor(idGenerator?: RequestableIdGenerator | null) {
    const own = idGenerator === null ? {} : { idGenerator: idGenerator ?? new RequestableIdGenerator() };
    const spanProcessors = [new SimpleSpanProcessor({ exporter: this.#exporter })];
    trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors, ...own }));
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  }

  get all(): readonly ReadableSpan[] {
    return this.#exporter.getFinishedSpans();
  }

  /** Name -> name of the parent. */
  get parents(): Readonly<Record<string, string | undefined>> {
    const names = new Map(this.all.map((span) => [span.spanContext().spanId, span.name]));
    return Object.fromEntries(this.all.map((span) => [span.name, names.get(span.parentSpanContext?.spanId ?? '')]));
  }

  [Symbol.dispose](): void {
    trace.disable();
    context.disable();
  }
}
