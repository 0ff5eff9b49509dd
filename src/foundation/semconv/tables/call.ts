import { CALL_DURATION_BUCKETS, LATENCY_BUCKETS, SCORE_BUCKETS, TOKEN_BUCKETS } from './buckets.ts';
import { constantsOf, counter, double, gauge, histogram, named, string } from './table.ts';

/** Attributes of telephone calls that are automated. */
export const callAttributes = {
  'call.id': string('Identifier of the call; on spans and logs, never on metrics'),
  'call.direction': string('`inbound` or `outbound`'),
  'call.status': string('How the call ended: `completed`, `failed`, `no_answer`, …'),
  'call.duration': double('Length of the call', { unit: 's' }),
  'call.latency': double('Time the caller waited for an answer', { unit: 's' }),
  'call.audio_quality': double('Audio quality from 0 to 1', { unit: '1' }),
  'call.user_sentiment': string('What the caller sounded like: `positive`, `neutral`, `negative`'),
};

/** `CallAttributes.USER_SENTIMENT` is `'call.user_sentiment'`. */
export const CallAttributes = constantsOf('call', callAttributes);

const STABLE = { stability: 'stable' } as const;
const LATENCY = { buckets: LATENCY_BUCKETS, ...STABLE };
const PROVIDER = { attributes: ['provider'], ...STABLE };
const BY_MODEL = { attributes: ['provider', 'model'] };

const voiceMetrics = {
  call_latency_seconds: histogram('s', 'Latency of calls', LATENCY),
  call_duration_seconds: histogram('s', 'Length of calls', { buckets: CALL_DURATION_BUCKETS, ...STABLE }),
  total_calls: counter('{call}', 'Calls', { attributes: ['status'], ...STABLE }),
  audio_quality_score: gauge('1', 'Audio quality of the last call, from 0 to 1', STABLE),
};

const aiMetrics = {
  ai_response_time_seconds: histogram('s', 'Time until the AI answered', { ...LATENCY, ...BY_MODEL }),
  ai_requests_total: counter('{request}', 'Requests to the AI', { ...STABLE, ...BY_MODEL }),
  ai_errors_total: counter('{error}', 'Errors of the AI', {
    ...STABLE,
    attributes: ['provider', 'model', 'error.type'],
  }),
  ai_sentiment_score: gauge('1', 'Sentiment that the AI detected last', STABLE),
  /** A summary in its document: OpenTelemetry has none, a histogram answers the same questions. */
  ai_tokens_used: histogram('{token}', 'Tokens of requests to the AI', {
    buckets: TOKEN_BUCKETS,
    ...STABLE,
    ...BY_MODEL,
  }),
};

const elevenLabsMetrics = {
  elevenlabs_requests_total: counter('{request}', 'Requests to ElevenLabs', STABLE),
  elevenlabs_request_duration_seconds: histogram('s', 'Latency of requests to ElevenLabs', LATENCY),
  elevenlabs_pool_connections_active: gauge('{connection}', 'Active connections of the pool', STABLE),
  elevenlabs_pool_size: gauge('{connection}', 'Configured size of the pool', STABLE),
  elevenlabs_errors_total: counter('{error}', 'Errors of ElevenLabs', { attributes: ['error.type'], ...STABLE }),
  elevenlabs_generation_duration_seconds: histogram('s', 'Time it took to generate audio', LATENCY),
  elevenlabs_audio_quality_score: histogram('1', 'Quality of generated audio', { buckets: SCORE_BUCKETS, ...STABLE }),
};

const HTTP = { attributes: ['method', 'route', 'status'] };

const systemMetrics = {
  http_requests_total: counter('{request}', 'HTTP requests', { ...STABLE, ...HTTP }),
  http_request_duration_seconds: histogram('s', 'Latency of HTTP requests', { ...LATENCY, ...HTTP }),
  process_cpu_seconds_total: counter('s', 'CPU time used', STABLE),
  process_resident_memory_bytes: gauge('By', 'Resident memory', STABLE),
  errors_total: counter('{error}', 'Errors of the application', PROVIDER),
};

/** The catalogue of a call centre's metrics, with the names it lists. */
export const callMetrics = named({ ...voiceMetrics, ...aiMetrics, ...elevenLabsMetrics, ...systemMetrics });

/** `CallMetrics.CALL_LATENCY_SECONDS` is `'call_latency_seconds'`. */
export const CallMetrics = constantsOf('call', callMetrics);
