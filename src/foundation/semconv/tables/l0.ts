import { CLIENT_DURATION_BUCKETS, TOKEN_RATE_BUCKETS } from './buckets.ts';
import { bool, constantsOf, counter, double, histogram, int, named, string, upDownCounter } from './table.ts';

const STABLE = { stability: 'stable' } as const;

/** Attributes of streams, as the L0 runtime names them, and what it has no name for. https://github.com/ai-2070/l0 */
export const l0Attributes = {
  'l0.session_id': string('The session, or the stream when there is none', STABLE),
  'l0.stream.completed': bool('Whether the stream came to its natural end', STABLE),
  'l0.stream.status': string(
    'How the stream ended: `completed`, `failed`, `aborted`, `stopped` by its consumer, `abandoned`',
  ),
  'l0.fallback.index': int('0: the first model; 1: the first fallback, …', STABLE),
  'l0.retry.count': int('Retries after errors of the model', STABLE),
  'l0.network.error_count': int('Network errors', STABLE),
  'l0.guardrail.violation_count': int('Violations of guardrails', STABLE),
  'l0.drift.detected': bool('Whether the answer drifted off', STABLE),
  'l0.time_to_first_token_ms': double('From the request to the first token', { unit: 'ms', ...STABLE }),
  'l0.tokens_per_second': double('Output tokens per second', { unit: '{token}/s', ...STABLE }),
  'l0.inter_token_latency_ms.mean': double('Between two tokens', { unit: 'ms' }),
  'l0.inter_token_latency_ms.p50': double('Between two tokens, median', { unit: 'ms' }),
  'l0.inter_token_latency_ms.p99': double('Between two tokens, 99th percentile', { unit: 'ms' }),
  'l0.usage.estimated': bool('true: no provider counted the tokens, otelier did'),
};

/** `L0Attributes.RETRY_COUNT` is `'l0.retry.count'`. */
export const L0Attributes = constantsOf('l0', l0Attributes);

const MODEL = { attributes: ['model'] };

/** Metrics of streams. Their attributes have few values each: never the id of a stream or session. */
export const l0Metrics = named({
  'l0.requests': counter('{request}', 'Streams that came to an end', { attributes: ['model', 'status'] }),
  'l0.active_streams': upDownCounter('{stream}', 'Streams under way'),
  'l0.tokens': counter('{token}', 'Tokens received', MODEL),
  'l0.duration': histogram('s', 'How long streams took', { ...MODEL, buckets: CLIENT_DURATION_BUCKETS }),
  'l0.time_to_first_token': histogram('s', 'From the start of a stream to its first token', {
    ...MODEL,
    buckets: CLIENT_DURATION_BUCKETS,
  }),
  'l0.tokens_per_second': histogram('{token}/s', 'Output tokens per second of a stream', {
    ...MODEL,
    buckets: TOKEN_RATE_BUCKETS,
  }),
  'l0.errors': counter('{error}', 'Streams that failed', { attributes: ['model', 'type', 'category'] }),
  'l0.retries': counter('{retry}', 'Retries: `network` or `model`', { attributes: ['model', 'type'] }),
  'l0.fallbacks': counter('{fallback}', 'Changes to another model', MODEL),
  'l0.guardrail_violations': counter('{violation}', 'Violations of guardrails', {
    attributes: ['model', 'rule', 'severity'],
  }),
  'l0.drift_detections': counter('{detection}', 'Answers that drifted off', { attributes: ['model', 'type'] }),
});

/** `L0Metrics.RETRIES` is `'l0.retries'`. */
export const L0Metrics = constantsOf('l0', l0Metrics);
