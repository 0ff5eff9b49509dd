import { type SpanContext, TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { SamplingReason } from './sampling-reason.ts';

/** The attributes that the spans of a kept trace carry. */
export interface Kept {
  readonly reason: SamplingReason;
  /** `undefined`: not known. */
  readonly ratio: number | undefined;
  readonly isPartial: boolean;
}

/** The work of this process for one caller: a local root and its descendants. A service that calls itself has two of them in one trace. */
export interface LocalTrace {
  readonly root: SpanContext;
  /** Whether it was sampled at its start: its trace id is in the share, or its caller is sampled. */
  readonly isInShare: boolean;
  /** By the clock of the processor, in ms. */
  readonly startedMillis: number;
  /** `undefined`: not decided yet. */
  decision: Kept | 'dropped' | undefined;
  /** Ended spans that wait for the decision; undefined where a span was released. */
  readonly held: (ReadableSpan | undefined)[];
  /** Spans that were dropped because the trace was full. */
  lost: number;
}

export function startLocalTrace(root: SpanContext, startedMillis: number): LocalTrace {
  const isInShare = (root.traceFlags & TraceFlags.SAMPLED) !== 0;
  return { root, isInShare, startedMillis, decision: undefined, held: [], lost: 0 };
}
