/** Why a trace is kept. `parent`: the caller, in another process, has decided. */
export type SamplingReason = 'rate' | 'error' | 'slow' | 'parent';

export const REASONS: readonly SamplingReason[] = ['rate', 'error', 'slow', 'parent'];

/** The attributes of exported spans about their sampling. */
export const SAMPLING_REASON = 'otelier.sampling.reason';
/** The share of such traces that is kept: each represents 1 / ratio traces. Absent if the caller's is not known. */
export const SAMPLING_RATIO = 'otelier.sampling.ratio';
/** Spans of the trace that were dropped because it was full while it was held. */
export const SPANS_LOST = 'otelier.sampling.spans_lost';
/** Earlier spans are missing: the error came after the trace was dropped. */
export const SAMPLING_PARTIAL = 'otelier.sampling.partial';
