import type { Sampler, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { SamplingOptions } from '../../foundation/configuration/settings/sampling-presets.ts';
import { PresetSampler } from './preset-sampler.ts';
import { SamplingMetrics } from './sampling-metrics.ts';
import type { TailOptions } from './tail-options.ts';
import { TailSpanProcessor } from './tail-span-processor.ts';

/** The two parts of a preset's sampling: the decision when a span starts, and the decision when its trace is over. */
export interface TailSampling {
  readonly sampler: Sampler;
  /** Creates the processor in front of the exporting one. */
  readonly holdBefore: (exporting: SpanProcessor) => TailSpanProcessor;
}

export function createTailSampling(sampling: SamplingOptions, limits: TailOptions = {}): TailSampling {
  return {
    sampler: new PresetSampler(sampling.rate),
    holdBefore: (exporting) => {
      const roots = new SamplingMetrics();
      const processor = new TailSpanProcessor(sampling, exporting, { ...limits, roots });
      roots.observe(processor);
      return processor;
    },
  };
}
