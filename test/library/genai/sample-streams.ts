// Events of made-up streams.
import type { StreamEvent } from '../../../src/public/genai.ts';

const START = 1_760_000_000_000;

export type Step = readonly [type: string, afterMillis: number, payload?: Record<string, unknown>];

/** Events of one stream, their payload under `meta`, or flat. */
export function eventsOf(streamId: string, steps: readonly Step[], shape: 'meta' | 'flat' = 'meta'): StreamEvent[] {
  return steps.map(([type, after, payload = {}]) => ({
    type,
    ts: START + after,
    streamId,
    ...(shape === 'meta' ? { meta: payload } : payload),
  }));
}

export const COMPLETED: readonly Step[] = [
  ['SESSION_START', 0, { model: 'gpt-4o', attempt: 1, isRetry: false, isFallback: false }],
  ['STREAM_INIT', 5, { model: 'gpt-4o' }],
  ['STREAM_READY', 400],
  ['TOKEN', 450, { token: 'Hello' }],
  ['TOKEN', 500, { token: ' world' }],
  ['COMPLETE', 1_000, { state: { token_count: 2, content: 'Hello world', duration: 1 } }],
];

/** A failed attempt, another one, and all that may happen in between. */
export const EVENTFUL: readonly Step[] = [
  ['SESSION_START', 0, { model: 'gpt-4o', sessionId: 'chat-7' }],
  ['STREAM_READY', 100],
  ['NETWORK_ERROR', 200, { error: 'socket hang up', code: 'connection_dropped', retryable: true }],
  ['ERROR', 201, { error: 'socket hang up', failureType: 'network', recoveryStrategy: 'retry' }],
  ['RETRY_START', 202, { attempt: 1, maxAttempts: 3 }],
  ['RETRY_ATTEMPT', 203, { attempt: 1, reason: 'socket hang up', isNetwork: true }],
  ['CHECKPOINT_SAVED', 204, { checkpoint: 'CONTENT-OF-CHECKPOINT', tokenCount: 3 }],
  ['FALLBACK_START', 300, { fromIndex: 0, toIndex: 1, reason: 'model overloaded' }],
  ['TOKEN', 400, { token: 'CONTENT-OF-TOKEN' }],
  ['TOOL_REQUESTED', 410, { toolName: 'search', toolCallId: 'call_1', arguments: { q: 'CONTENT-OF-TOOL' } }],
  ['TOOL_COMPLETED', 420, { toolCallId: 'call_1', status: 'success' }],
  [
    'GUARDRAIL_RULE_RESULT',
    430,
    { passed: false, violation: { rule: 'json', message: 'not JSON', severity: 'error' } },
  ],
  ['DRIFT_CHECK_RESULT', 440, { detected: true, score: 0.8, metrics: { repetition: true } }],
  ['COMPLETE', 500, { tokenCount: 1, contentLength: 16 }],
];
