import { type Context, TraceFlags, trace } from '@opentelemetry/api';
import {
  type Sampler,
  SamplingDecision,
  type SamplingResult,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';

const SAMPLED: SamplingResult = Object.freeze({ decision: SamplingDecision.RECORD_AND_SAMPLED });
/** Spans outside the share are recorded as well: one of them may be an error. */
const RECORDED: SamplingResult = Object.freeze({ decision: SamplingDecision.RECORD });

/**
 * Samples a share of the traces by their ids, with the SDK's own sampler, so that all services agree, and follows the parent's decision. The SDK's
 * `createAlwaysRecordSampler(new ParentBasedSampler(…))` decides the same; it checks what has been checked, and makes objects, for every span.
 */
export class PresetSampler implements Sampler {
  readonly #share: TraceIdRatioBasedSampler;

  constructor(rate: number) {
    this.#share = new TraceIdRatioBasedSampler(rate);
  }

  shouldSample(context: Context, traceId: string): SamplingResult {
    return this.#isSampled(context, traceId) ? SAMPLED : RECORDED;
  }

  toString(): string {
    return `PresetSampler{${this.#share}}`;
  }

  #isSampled(context: Context, traceId: string): boolean {
    const parent = trace.getSpanContext(context);
    // The trace id of a parent that is not valid is not taken over.
    if (parent !== undefined && parent.traceId === traceId) return (parent.traceFlags & TraceFlags.SAMPLED) !== 0;
    return this.#share.shouldSample(context, traceId).decision === SamplingDecision.RECORD_AND_SAMPLED;
  }
}
