/** Why a trace is kept. `parent`: the caller, in another process, has decided. */
export type SamplingReason = 'rate' | 'error' | 'slow' | 'parent';

export const REASONS: readonly SamplingReason[] = ['rate', 'error', 'slow', 'parent'];

/** What exported spans say about their sampling. */
export const SAMPLING_REASON = 'otelier.sampling.reason';
/** The share of such traces that is kept: each stands for 1 / ratio. Absent where the caller's is not known. */
export const SAMPLING_RATIO = 'otelier.sampling.ratio';
/** Spans of the trace that found no room while it was held. */
export const SPANS_LOST = 'otelier.sampling.spans_lost';
/** What came before was let go: the error came after the decision. */
export const SAMPLING_PARTIAL = 'otelier.sampling.partial';
