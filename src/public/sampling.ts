/**
 * `otelier/sampling`: the sampling of the presets, for SDKs that otelier did not set up. Nothing here starts anything or reads the environment.
 */

import type { ReadableSpan, Sampler, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { SamplingOptions } from '../foundation/configuration/settings/sampling-presets.ts';
import { ExportLedger } from '../pipeline/delivery/export-ledger.ts';
import { ExportQueue } from '../pipeline/delivery/export-queue.ts';
import { ExportingSpanProcessor } from '../pipeline/delivery/exporting-processors.ts';
import { createTailSampling } from '../pipeline/sampling/preset-sampling.ts';
import type { SamplingCounts } from '../pipeline/sampling/sampling-counts.ts';
import { validateSampling } from '../pipeline/sampling/validate-sampling.ts';

export {
  type PresetName,
  presets,
  type SamplingOptions,
} from '../foundation/configuration/settings/sampling-presets.ts';
export type { SamplingCounts } from '../pipeline/sampling/sampling-counts.ts';
export type { SamplingReason } from '../pipeline/sampling/sampling-reason.ts';

/** Where the spans of kept traces go, and how much may be held until it is known which those are. */
export interface PresetSamplingParts {
  readonly exporter: SpanExporter;
  /** Traces that may be held at once. @default 5000 */
  readonly maxTraces?: number;
  /** Spans of one trace that may be held. @default 1000 */
  readonly maxSpansPerTrace?: number;
}

export interface PresetSampling {
  readonly sampler: Sampler;
  /** With what has become of the traces so far. */
  readonly spanProcessor: SpanProcessor & { readonly counts: SamplingCounts };
}

/** The export queue has room for everything that a burst of errors releases. */
const QUEUE = {
  items: 'spans',
  sizeVariable: 'createPresetSampling',
  maxQueueSize: 50_000,
  maxExportBatchSize: 512,
  scheduledDelayMillis: 5_000,
};

/**
 * A sampler and a span processor that belong together, for any TracerProvider: the share of the traces, and whole every one with an error or
 * slower than the threshold. Give the processor the exporter; a second processor of your own for the same exporter would send the share twice.
 *
 * @throws {TypeError} naming the option, what was expected and what was given
 * @example new TracerProvider({ sampler, spanProcessors: [spanProcessor] })
 */
export function createPresetSampling(options: SamplingOptions, parts: PresetSamplingParts): PresetSampling {
  validateSampling(options, parts);
  const { exporter, ...limits } = parts;
  const ledger = new ExportLedger({
    signal: 'traces',
    destination: 'createPresetSampling',
    queueCapacity: QUEUE.maxQueueSize,
  });
  const next = new ExportingSpanProcessor([new ExportQueue<ReadableSpan>(exporter, { ...QUEUE, ledger })]);
  const { sampler, holdBefore } = createTailSampling({ ...options }, limits);
  return { sampler, spanProcessor: holdBefore(next) };
}
