import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { field, type ReadEvent } from '../events/stream-event.ts';
import type { Telemetry } from '../record/telemetry.ts';
import { SemanticAttributes } from './semantic-attributes.ts';

/** A stream's figures as span attributes. What is not known is left out. */
export function attributesOf(telemetry: Telemetry): Attributes {
  const { metrics, retries, guardrails, timing, error, model } = telemetry;
  return {
    [SemanticAttributes.L0_SESSION_ID]: telemetry.sessionId ?? telemetry.streamId,
    'l0.stream_id': telemetry.streamId,
    ...(model === undefined ? {} : { [SemanticAttributes.LLM_REQUEST_MODEL]: model }),
    [SemanticAttributes.L0_STREAM_COMPLETED]: telemetry.completed,
    [SemanticAttributes.LLM_USAGE_OUTPUT_TOKENS]: metrics.tokenCount,
    [SemanticAttributes.L0_RETRY_COUNT]: retries.totalRetries,
    [SemanticAttributes.L0_NETWORK_ERROR_COUNT]: retries.networkRetries,
    [SemanticAttributes.L0_GUARDRAIL_VIOLATION_COUNT]: guardrails.violations.length,
    'l0.content_length': telemetry.contentLength,
    ...known(SemanticAttributes.L0_TIME_TO_FIRST_TOKEN, inMillis(metrics.timeToFirstToken)),
    ...known(SemanticAttributes.L0_TOKENS_PER_SECOND, metrics.tokensPerSecond),
    ...known('l0.duration_ms', inMillis(timing.duration)),
    ...(telemetry.aborted ? { 'l0.aborted': true } : {}),
    ...(error.occurred ? { ...known('l0.error.category', error.category), ...known('l0.error.code', error.code) } : {}),
  };
}

function known(name: string, value: string | number | null): Attributes {
  return value === null ? {} : { [name]: value };
}

/** Without the digits that come of counting in fractions of seconds. */
export function inMillis(seconds: number | null): number | null {
  return seconds === null ? null : Math.round(seconds * 1e6) / 1e3;
}

/** The attributes that a stream's first event has. */
export function attributesOfStart({ streamId, context, get }: ReadEvent): Attributes {
  const provider = get('provider') ?? get('system');
  const values: Readonly<Record<string, unknown>> = {
    'l0.stream_id': streamId,
    [SemanticAttributes.L0_SESSION_ID]: get('sessionId') ?? field(context, 'sessionId') ?? streamId,
    [SemanticAttributes.LLM_SYSTEM]: provider,
    'gen_ai.provider.name': provider,
    'gen_ai.operation.name': get('operation'),
    [SemanticAttributes.LLM_REQUEST_MODEL]: get('model'),
    'l0.attempt': get('attempt'),
    'l0.is_retry': get('isRetry'),
    'l0.is_fallback': get('isFallback'),
  };
  const isValue = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);
  return Object.fromEntries(Object.entries(values).filter(([, value]) => isValue(value))) as Record<
    string,
    AttributeValue
  >;
}
