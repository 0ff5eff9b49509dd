import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { SamplingOptions } from '../../foundation/configuration/settings/sampling-presets.ts';
import { isFailed } from './failed-span.ts';
import type { Kept, LocalTrace } from './local-trace.ts';
import type { SamplingReason } from './sampling-reason.ts';
import { thresholdRatio } from './threshold-ratio.ts';

const NANOS_PER_SECOND = 1e9;

/** Decides on a trace by the options, as early as possible. */
export class SamplingRule {
  readonly #options: SamplingOptions;
  readonly #kept: Readonly<Record<Exclude<SamplingReason, 'parent'>, Kept>>;

  constructor(options: SamplingOptions) {
    this.#options = options;
    const keptBy = <const Reason extends SamplingReason>(reason: Reason, ratio: number): Kept => ({
      reason,
      ratio,
      isPartial: false,
    });
    // All traces with an error are kept, those in the share as well: each represents itself.
    this.#kept = { rate: keptBy('rate', options.rate), error: keptBy('error', 1), slow: keptBy('slow', 1) };
  }

  /** Known before anything has happened in the trace. */
  atStart({ isInShare }: LocalTrace, { parentSpanContext }: ReadableSpan): LocalTrace['decision'] {
    const { rate, minDuration, sampleErrors, sampleSlow } = this.#options;
    if (isInShare && parentSpanContext !== undefined)
      return { reason: 'parent', ratio: thresholdRatio(parentSpanContext.traceState), isPartial: false };
    const isOnlyOfInterestInShare = !sampleErrors && !sampleSlow;
    if (isInShare && minDuration === 0 && (rate === 1 || isOnlyOfInterestInShare)) return this.#kept.rate;
    return !isInShare && isOnlyOfInterestInShare ? 'dropped' : undefined;
  }

  /** Known from one of the spans. */
  ofSpan(span: ReadableSpan): Kept | undefined {
    return this.#options.sampleErrors && isFailed(span) ? this.#kept.error : undefined;
  }

  /** Known when the root has ended. */
  ofRoot({ isInShare }: LocalTrace, { duration: [seconds, nanos] }: ReadableSpan): Kept | 'dropped' {
    return this.#after(seconds + nanos / NANOS_PER_SECOND, isInShare) ?? 'dropped';
  }

  /** Known while the root is running. */
  soFar({ isInShare, startedMillis }: LocalTrace, nowMillis: number): Kept | undefined {
    return this.#after((nowMillis - startedMillis) / 1_000, isInShare);
  }

  #after(seconds: number, isInShare: boolean): Kept | undefined {
    const { minDuration, sampleSlow, slowThreshold } = this.#options;
    if (sampleSlow && seconds > slowThreshold) return this.#kept.slow;
    return isInShare && seconds >= minDuration ? this.#kept.rate : undefined;
  }
}
