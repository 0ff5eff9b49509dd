import {
  createAlwaysRecordSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';

/**
 * Samples a share of the traces by their ids, so that all services agree, and follows a caller's decision; what is not sampled is recorded all
 * the same, since it may turn out to be an error.
 */
export function createPresetSampler(rate: number): Sampler {
  return createAlwaysRecordSampler(new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(rate) }));
}
