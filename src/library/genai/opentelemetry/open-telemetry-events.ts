import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { field, type ReadEvent } from '../events/stream-event.ts';
import { driftOf, eventErrorMessage, eventErrorType, violationsOf } from '../record/event-payload.ts';
import type { OpenTelemetryOptions } from './open-telemetry-options.ts';

/** An event on the span of a stream. */
export interface StreamSpanEvent {
  readonly name: string;
  readonly attributes: Attributes;
}

type Options = Pick<OpenTelemetryOptions, 'recordGuardrailViolations'>;
type Describe = (event: ReadEvent, options: Options) => readonly StreamSpanEvent[];

/** One event of the same attributes as the payload has: attribute -> name in the payload. No content of prompts, tools and checkpoints is among them. */
const plainly =
  (name: string, attributes: Readonly<Record<string, string>> = {}): Describe =>
  ({ get }) => [
    {
      name,
      attributes: defined(Object.fromEntries(Object.entries(attributes).map(([key, from]) => [key, get(from)]))),
    },
  ];

const failure =
  (name: string, more: Readonly<Record<string, string>> = {}): Describe =>
  (event, options) => {
    const [plain] = plainly(name, more)(event, options);
    const type = eventErrorType(event);
    return [
      {
        name,
        attributes: {
          ...plain?.attributes,
          ...defined({ 'error.type': type, 'error.message': eventErrorMessage(event) }),
        },
      },
    ];
  };

const TOOL = { 'gen_ai.tool.name': 'toolName', 'gen_ai.tool.call.id': 'toolCallId' };
const TIMEOUT = {
  'timeout.type': 'timeoutType',
  'timeout.elapsed_ms': 'elapsedMs',
  'timeout.configured_ms': 'configuredMs',
};

const DESCRIPTIONS: Readonly<Record<string, Describe>> = {
  ATTEMPT_START: plainly('attempt_start', { 'retry.attempt': 'attempt', 'retry.is_fallback': 'isFallback' }),
  RETRY_ATTEMPT(event) {
    const [attempt, category] = [event.get('attempt'), event.get('category')];
    const isNetwork = event.get('isNetwork') ?? event.get('isNetworkError');
    const [reason, delay] = [eventErrorMessage(event) ?? 'unknown', event.get('delayMs')];
    return [
      {
        name: 'retry',
        attributes: defined({
          'retry.attempt': attempt,
          'retry.reason': reason,
          'retry.category': category,
          'retry.is_network': isNetwork,
          'retry.delay_ms': delay,
        }),
      },
    ];
  },
  RETRY_GIVE_UP: failure('retry_give_up', { 'retry.attempts': 'attempts' }),
  FALLBACK_START: plainly('fallback', {
    'fallback.from_index': 'fromIndex',
    'fallback.to_index': 'toIndex',
    'fallback.reason': 'reason',
  }),
  FALLBACK_MODEL_SELECTED: plainly('fallback_model_selected', {
    'fallback.index': 'index',
    'gen_ai.request.model': 'model',
  }),
  NETWORK_ERROR: failure('network_error', { 'error.retryable': 'retryable' }),
  NETWORK_RECOVERY: plainly('network_recovery', { 'retry.attempts': 'attemptCount' }),
  CONNECTION_DROPPED: failure('connection_dropped'),
  CONNECTION_RESTORED: plainly('connection_restored'),
  TIMEOUT_TRIGGERED: plainly('timeout', TIMEOUT),
  ABORT_REQUESTED: plainly('abort_requested', { 'abort.source': 'source' }),
  TOOL_REQUESTED: plainly('tool_requested', TOOL),
  TOOL_START: plainly('tool_start', TOOL),
  TOOL_RESULT: plainly('tool_result', { ...TOOL, 'tool.duration_ms': 'durationMs' }),
  TOOL_ERROR: failure('tool_error', TOOL),
  TOOL_COMPLETED: plainly('tool_completed', { ...TOOL, 'tool.status': 'status' }),
  GUARDRAIL_RULE_RESULT(event, { recordGuardrailViolations }) {
    if (recordGuardrailViolations === false) return [];
    return violationsOf(event).map((violation) => ({
      name: 'guardrail_violation',
      attributes: defined({
        'guardrail.rule': violation['rule'] ?? 'unknown',
        'guardrail.severity': violation['severity'] ?? 'unknown',
        'guardrail.message': violation['message'],
        'guardrail.recoverable': field(violation, 'recoverable'),
      }),
    }));
  },
  DRIFT_CHECK_RESULT(event) {
    const drift = driftOf(event);
    if (drift === undefined) return [];
    const attributes = { 'drift.type': drift.types.join(',') || 'unknown', 'drift.confidence': drift.confidence };
    return [{ name: 'drift_detected', attributes: defined(attributes) }];
  },
  CHECKPOINT_SAVED: plainly('checkpoint_saved', { 'checkpoint.token_count': 'tokenCount' }),
  RESUME_START: plainly('resume', { 'checkpoint.token_count': 'tokenCount' }),
  CONTINUATION_START: plainly('continuation', { 'checkpoint.length': 'checkpointLength' }),
  PARSE_ERROR: failure('parse_error'),
  SCHEMA_VALIDATION_ERROR: failure('schema_validation_error'),
  STRUCTURED_PARSE_ERROR: failure('parse_error'),
  STRUCTURED_VALIDATION_ERROR: failure('schema_validation_error'),
  // Those that the stream survives; the last one is an exception.
  ERROR: failure('error', { 'error.recovery': 'recoveryStrategy' }),
};

/** The span events that an event of a stream becomes; none for most types. */
export function spanEventsOf(event: ReadEvent, options: Options): readonly StreamSpanEvent[] {
  return Object.hasOwn(DESCRIPTIONS, event.type) ? (DESCRIPTIONS[event.type]?.(event, options) ?? []) : [];
}

function defined(values: Readonly<Record<string, unknown>>): Attributes {
  const isValue = (value: unknown): value is AttributeValue => ['string', 'number', 'boolean'].includes(typeof value);
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, AttributeValue] => isValue(entry[1])),
  );
}
