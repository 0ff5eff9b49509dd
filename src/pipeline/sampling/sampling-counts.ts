import { REASONS, type SamplingReason } from './sampling-reason.ts';

/** The local traces so far: started = the sum of kept + dropped + evicted + held. */
export interface SamplingCounts {
  readonly started: number;
  readonly kept: Readonly<Record<SamplingReason, number>>;
  /** Dropped when the root ended, or at shutdown. */
  readonly dropped: number;
  /** Dropped before the root ended, because there was no room or because of their age. */
  readonly evicted: number;
  /** Not decided yet. */
  readonly held: number;
  /** Ended spans of held traces. */
  readonly spansHeld: number;
  /** Spans that were dropped because their trace was full while it was held. */
  readonly spansLost: number;
  /** Dropped and evicted traces whose later spans were exported, because one of them was an error. */
  readonly partial: number;
}

/** The counts of events. Held traces are not events: their number is looked up. */
export type EventCounts = {
  -readonly [K in Exclude<keyof SamplingCounts, 'held' | 'spansHeld'>]: SamplingCounts[K];
} & {
  readonly kept: Record<SamplingReason, number>;
};

export function createCounts(): EventCounts {
  const kept = Object.fromEntries(REASONS.map((reason) => [reason, 0])) as Record<SamplingReason, number>;
  return { started: 0, kept, dropped: 0, evicted: 0, spansLost: 0, partial: 0 };
}
