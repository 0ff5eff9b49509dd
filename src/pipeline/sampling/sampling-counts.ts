import { REASONS, type SamplingReason } from './sampling-reason.ts';

/** What became of the local traces so far: started = the sum of kept + dropped + evicted + held. */
export interface SamplingCounts {
  readonly started: number;
  readonly kept: Readonly<Record<SamplingReason, number>>;
  /** Let go when the root ended, or at shutdown. */
  readonly dropped: number;
  /** Let go before the root ended, for want of room or because of their age. */
  readonly evicted: number;
  /** Not decided yet. */
  readonly held: number;
  /** Ended spans of those. */
  readonly spansHeld: number;
  /** Of kept and dropped ones: spans that found no room while their trace was held. */
  readonly spansLost: number;
  /** Of dropped and evicted ones: those whose later spans were exported all the same, since one of them was an error. */
  readonly partial: number;
}

/** What is counted; what is held is looked up. */
export type EventCounts = {
  -readonly [K in Exclude<keyof SamplingCounts, 'held' | 'spansHeld'>]: SamplingCounts[K];
} & {
  readonly kept: Record<SamplingReason, number>;
};

export function createCounts(): EventCounts {
  const kept = Object.fromEntries(REASONS.map((reason) => [reason, 0])) as Record<SamplingReason, number>;
  return { started: 0, kept, dropped: 0, evicted: 0, spansLost: 0, partial: 0 };
}
