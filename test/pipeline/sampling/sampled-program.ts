import { ROOT_CONTEXT, type Span, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { presets, type SamplingOptions } from '../../../src/foundation/configuration/settings/sampling-presets.ts';
import { PresetSampler } from '../../../src/pipeline/sampling/preset-sampler.ts';
import type { TailOptions } from '../../../src/pipeline/sampling/tail-options.ts';
import { TailSpanProcessor } from '../../../src/pipeline/sampling/tail-span-processor.ts';

const EPOCH = Date.UTC(2026, 0);

/** A tracer whose share holds every trace or none, with the clock in the test's hand. */
export class SampledProgram {
  readonly exporter = new InMemorySpanExporter();
  readonly processor: TailSpanProcessor;
  readonly tracer: Tracer;
  /** In ms. */
  now = 0;

  constructor(options: Partial<SamplingOptions> = {}, limits: TailOptions = {}) {
    const sampling = { ...presets.production, rate: 0, ...options };
    const next = new SimpleSpanProcessor({ exporter: this.exporter });
    this.processor = new TailSpanProcessor(sampling, next, { now: () => this.now, ...limits });
    const provider = new TracerProvider({
      sampler: new PresetSampler(sampling.rate),
      spanProcessors: [this.processor],
    });
    this.tracer = provider.getTracer('test');
  }

  /** Small numbers would be taken for those of another clock. */
  get time(): Date {
    return new Date(EPOCH + this.now);
  }

  root(name = 'root'): Span {
    return this.tracer.startSpan(name, { root: true, startTime: this.time });
  }

  child(parent: Span, name = 'child'): Span {
    return this.tracer.startSpan(name, { startTime: this.time }, trace.setSpan(ROOT_CONTEXT, parent));
  }

  /** A span whose caller, in another process, has this trace sampled or not. */
  called(traceFlags: number, tracestate?: Parameters<typeof trace.setSpanContext>[1]['traceState']): Span {
    const caller = {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      traceFlags,
      isRemote: true,
      ...(tracestate === undefined ? {} : { traceState: tracestate }),
    };
    return this.tracer.startSpan('called', { startTime: this.time }, trace.setSpanContext(ROOT_CONTEXT, caller));
  }

  end(...spans: readonly Span[]): void {
    for (const span of spans) span.end(this.time);
  }

  fail(span: Span): void {
    span.setStatus({ code: SpanStatusCode.ERROR });
    this.end(span);
  }

  /** Lets time pass. */
  wait(seconds: number): void {
    this.now += seconds * 1_000;
  }

  get exported(): readonly ReadableSpan[] {
    return this.exporter.getFinishedSpans();
  }

  get names(): readonly string[] {
    return this.exported.map(({ name }) => name);
  }

  /** What the exported spans say about why. */
  get reasons(): readonly unknown[] {
    return this.exported.map(({ attributes }) => attributes['otelier.sampling.reason']);
  }
}
