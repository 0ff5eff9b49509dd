import { type Context, type Span, type SpanKind, TraceFlags, type Tracer, trace } from '@opentelemetry/api';
import { type InstrumentationScope, isTracingSuppressed } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import {
  type IdGenerator,
  type Sampler,
  SamplingDecision,
  type SpanLimits,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import type { AttributeSource } from '../encoding/attribute-source.ts';
import { LazySpan, type SpanOrigin } from './lazy-span.ts';

/** The fields of the SDK's Tracer that spans are made with. Private there: the SDK's version is pinned, and a test sees that they are there. */
interface TracerFields {
  readonly instrumentationScope: InstrumentationScope;
  readonly _resource: Resource;
  readonly _sampler: Sampler;
  readonly _idGenerator: IdGenerator;
  readonly _spanLimits: Required<SpanLimits>;
  readonly _spanProcessor: SpanProcessor;
}

/** More attributes than any source has. */
const MIN_ATTRIBUTE_LIMIT = 32;

/** Starts lazy spans in the name of one of the SDK's tracers: with its sampler, ids, limits and processors. */
export class LazyTracer {
  readonly #tracer: Tracer & TracerFields;
  readonly #origin: SpanOrigin;

  private constructor(tracer: Tracer & TracerFields) {
    this.#tracer = tracer;
    this.#origin = {
      resource: tracer._resource,
      instrumentationScope: tracer.instrumentationScope,
      limits: tracer._spanLimits,
      processor: tracer._spanProcessor,
    };
  }

  /** Returns `undefined` for a tracer of another kind, and where the limits could cut the attributes of a source. */
  static of(tracer: Tracer): LazyTracer | undefined {
    const { _resource, _sampler, _idGenerator, _spanLimits, _spanProcessor } = tracer as Tracer & Partial<TracerFields>;
    const isKnown = [_resource, _sampler, _idGenerator, _spanLimits, _spanProcessor].every(
      (field) => field !== undefined,
    );
    if (!isKnown || _spanLimits === undefined) return undefined;
    const { attributeCountLimit, attributeValueLengthLimit } = _spanLimits;
    if (attributeCountLimit < MIN_ATTRIBUTE_LIMIT || attributeValueLengthLimit !== Number.POSITIVE_INFINITY)
      return undefined;
    return new LazyTracer(tracer as Tracer & TracerFields);
  }

  /** The samplers of the configuration decide without attributes, so no object of them is made to sample. */
  startSpan(name: string, kind: SpanKind, source: AttributeSource, context: Context): Span {
    if (isTracingSuppressed(context)) return trace.wrapSpanContext(INVALID);
    const { _sampler, _idGenerator } = this.#tracer;
    const active = trace.getSpanContext(context);
    const parent = active !== undefined && trace.isSpanContextValid(active) ? active : undefined;
    const traceId = parent?.traceId ?? _idGenerator.generateTraceId();
    const spanId = _idGenerator.generateSpanId();
    const {
      decision,
      attributes,
      traceState = parent?.traceState,
    } = _sampler.shouldSample(context, traceId, name, kind, {}, []);
    const traceFlags = decision === SamplingDecision.RECORD_AND_SAMPLED ? TraceFlags.SAMPLED : TraceFlags.NONE;
    const spanContext = { traceId, spanId, traceFlags, ...(traceState && { traceState }) };
    if (decision === SamplingDecision.NOT_RECORD) return trace.wrapSpanContext(spanContext);
    const span = new LazySpan({ origin: this.#origin, name, kind, context: spanContext, parent, source });
    if (attributes !== undefined) span.setAttributes(attributes);
    this.#origin.processor.onStart(span, context);
    return span;
  }
}

const INVALID = { traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: TraceFlags.NONE };
