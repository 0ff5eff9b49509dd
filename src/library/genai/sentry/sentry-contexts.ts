import { inMillis } from '../opentelemetry/telemetry-attributes.ts';
import type { Telemetry } from '../record/telemetry.ts';
import { redactRecord } from '../text-redaction.ts';

/** The name of the context with a stream's figures. */
export const TELEMETRY_CONTEXT = 'l0_telemetry';

type Contexts = Record<string, Record<string, unknown>>;

/** The figures of a stream, without secrets. Times are in milliseconds. */
export function telemetryContext(telemetry: Telemetry): Record<string, unknown> {
  const { metrics, retries, guardrails, timing } = telemetry;
  return redactRecord({
    stream_id: telemetry.streamId,
    session_id: telemetry.sessionId ?? null,
    model: telemetry.model ?? null,
    duration_ms: inMillis(timing.duration),
    tokens: metrics.tokenCount,
    tokens_per_second: metrics.tokensPerSecond,
    ttft_ms: inMillis(metrics.timeToFirstToken),
    retries: retries.totalRetries,
    network_errors: retries.networkRetries,
    guardrail_violations: guardrails.violations.length,
    content_length: telemetry.contentLength,
    completed: telemetry.completed,
    aborted: telemetry.aborted,
  });
}

/** The contexts of an event about a stream: its figures, and its error if it had one. */
export function contextsOf(telemetry: Telemetry | undefined): Contexts {
  if (telemetry === undefined) return {};
  return { [TELEMETRY_CONTEXT]: telemetryContext(telemetry), ...errorContext(telemetry) };
}

function errorContext({ error }: Telemetry): Contexts {
  if (!error.occurred) return {};
  const { message, category, code, recoverable } = error;
  return { l0_error: redactRecord({ message, category, code, recoverable }) };
}

/** The same in more detail, for a record that is reported on its own. */
export function detailedContexts(telemetry: Telemetry): Contexts {
  const { metrics, retries, guardrails, timing } = telemetry;
  return {
    ...contextsOf(telemetry),
    l0_timing: {
      duration: timing.duration,
      time_to_first_token: timing.timeToFirstToken,
      started_at: timing.startedAt?.toISOString() ?? null,
      completed_at: timing.completedAt?.toISOString() ?? null,
    },
    l0_metrics: {
      token_count: metrics.tokenCount,
      tokens_per_second: metrics.tokensPerSecond,
      content_length: telemetry.contentLength,
    },
    l0_retries: redactRecord({
      total: retries.totalRetries,
      model: retries.modelRetries,
      network: retries.networkRetries,
      last_error: retries.lastError,
    }),
    ...(guardrails.violations.length === 0
      ? {}
      : {
          l0_guardrails: redactRecord({
            rules_checked: guardrails.rulesChecked,
            violations: guardrails.violations,
            passed: guardrails.passed,
          }),
        }),
    ...(Object.keys(telemetry.metadata).length === 0 ? {} : { l0_metadata: redactRecord({ ...telemetry.metadata }) }),
  };
}
