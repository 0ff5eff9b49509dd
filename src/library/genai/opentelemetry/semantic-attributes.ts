/**
 * Names of the attributes that the OpenTelemetry handler writes. `gen_ai.*` as in https://opentelemetry.io/docs/specs/semconv/gen-ai/,
 * `l0.*` as the L0 runtime has them. https://github.com/ai-2070/l0
 */
export const SemanticAttributes = Object.freeze({
  LLM_SYSTEM: 'gen_ai.system',
  LLM_REQUEST_MODEL: 'gen_ai.request.model',
  LLM_RESPONSE_MODEL: 'gen_ai.response.model',
  LLM_USAGE_INPUT_TOKENS: 'gen_ai.usage.input_tokens',
  LLM_USAGE_OUTPUT_TOKENS: 'gen_ai.usage.output_tokens',
  /** The session, or the stream when there is none. */
  L0_SESSION_ID: 'l0.session_id',
  L0_STREAM_COMPLETED: 'l0.stream.completed',
  L0_FALLBACK_INDEX: 'l0.fallback.index',
  L0_RETRY_COUNT: 'l0.retry.count',
  L0_NETWORK_ERROR_COUNT: 'l0.network.error_count',
  L0_GUARDRAIL_VIOLATION_COUNT: 'l0.guardrail.violation_count',
  L0_DRIFT_DETECTED: 'l0.drift.detected',
  /** Milliseconds. */
  L0_TIME_TO_FIRST_TOKEN: 'l0.time_to_first_token_ms',
  L0_TOKENS_PER_SECOND: 'l0.tokens_per_second',
});
