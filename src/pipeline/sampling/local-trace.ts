import { type SpanContext, TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { SamplingReason } from './sampling-reason.ts';

/** Of a kept trace: what its spans say about it. */
export interface Kept {
  readonly reason: SamplingReason;
  /** `undefined`: not known. */
  readonly ratio: number | undefined;
  readonly isPartial: boolean;
}

/** What this process does for one caller: a local root and what it leads to. A service that calls itself has two in one trace. */
export interface LocalTrace {
  readonly root: SpanContext;
  /** Whether it was sampled at its start: its trace id is in the share, or the caller has it sampled. */
  readonly isInShare: boolean;
  /** By the clock of the processor, in ms. */
  readonly startedMillis: number;
  /** `undefined`: not decided yet. */
  decision: Kept | 'dropped' | undefined;
  /** Ended spans that wait for the decision; nothing in the place of those that do so no more. */
  readonly held: (ReadableSpan | undefined)[];
  /** Spans that found no room. */
  lost: number;
}

export function startLocalTrace(root: SpanContext, startedMillis: number): LocalTrace {
  const isInShare = (root.traceFlags & TraceFlags.SAMPLED) !== 0;
  return { root, isInShare, startedMillis, decision: undefined, held: [], lost: 0 };
}
