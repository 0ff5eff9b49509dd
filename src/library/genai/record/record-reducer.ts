import { field, isRecord, type ReadEvent } from '../events/stream-event.ts';
import { categoryOf, errorCodeOf, hasRecovery, tokenOf } from './event-payload.ts';
import { plainCopy, shorten, textOf } from './plain-data.ts';
import type { StreamOutcome, StreamRecord } from './stream-record.ts';
import type { GuardrailViolation } from './telemetry.ts';

/** The effect of an event on the record of its stream. */
type Effect = (record: StreamRecord, event: ReadEvent) => void;

const EFFECTS: Readonly<Record<string, Effect>> = {
  SESSION_START(record, event) {
    const sessionId = event.get('sessionId') ?? field(event.context, 'sessionId');
    if (typeof sessionId === 'string') record.telemetry.sessionId = sessionId;
    // Some runtimes send this event for each attempt; the stream began with the first.
    const isFurtherAttempt = event.get('isRetry') === true || event.get('isFallback') === true;
    if (!isFurtherAttempt || record.tokens.startTs === undefined) record.start(event.ts);
    startAttempt(record, event);
  },
  STREAM_INIT(record, event) {
    if (record.tokens.startTs === undefined) record.start(event.ts);
    startAttempt(record, event);
  },
  ATTEMPT_START(record) {
    record.tokens.interrupt();
  },
  STREAM_READY(record, { ts }) {
    record.tokens.ready(ts);
  },
  TOKEN(record, event) {
    const { collectTokens, collectTiming, interTokenLatency } = record.options;
    record.tokens.token(event.ts, collectTiming && interTokenLatency);
    if (collectTokens) record.tokens.characters += codePoints(tokenOf(event)) ?? 0;
  },
  RETRY_START: startRetries,
  RETRY_ATTEMPT: addRetry,
  RETRY_GIVE_UP(record, event) {
    giveUp(record, event);
    record.finish(event.ts, outcomeOf(event));
  },
  GUARDRAIL_RULE_START(record) {
    if (record.options.collectGuardrails) record.telemetry.guardrails.rulesChecked++;
  },
  GUARDRAIL_RULE_RESULT: addRuleResult,
  ERROR(record, event) {
    setError(record, event);
    // Some runtimes send nothing more after an error that ends the stream.
    const isFinal = event.get('recoverable') === false || event.get('recoveryStrategy') === 'halt';
    if (isFinal) record.finish(event.ts, outcomeOf(event));
  },
  COMPLETE(record, event) {
    record.telemetry.completed = true;
    record.finish(event.ts, outcomeOf(event));
  },
  ABORT_COMPLETED(record, event) {
    record.telemetry.aborted = true;
    record.finish(event.ts, outcomeOf(event));
  },
  SESSION_END(record, event) {
    if (event.get('success') === true) record.telemetry.completed = true;
    record.finish(event.ts, outcomeOf(event));
  },
};

/** The events after which a stream has no more. */
const TERMINAL: ReadonlySet<string> = new Set(['COMPLETE', 'ABORT_COMPLETED']);

export const isTerminalEvent = (type: string): boolean => TERMINAL.has(type);

/** Applies an event to the record of its stream. */
export function applyEvent(record: StreamRecord, event: ReadEvent): void {
  record.seenAt(event.ts);
  if (Object.hasOwn(EFFECTS, event.type)) EFFECTS[event.type]?.(record, event);
  if (record.telemetry.model === undefined) setModel(record, event);
}

function startAttempt(record: StreamRecord, event: ReadEvent): void {
  record.tokens.interrupt();
  setModel(record, event);
}

function setModel(record: StreamRecord, event: ReadEvent): void {
  const model = event.get('model');
  if (typeof model === 'string' && model !== '') record.telemetry.model = model;
}

/** The figures of the whole stream are in `state`, or beside it. */
function outcomeOf(event: ReadEvent): StreamOutcome {
  const state = event.get('state');
  const millis = amount(event.get('durationMs'));
  return {
    tokenCount: wholeNumber(field(state, 'tokenCount')) ?? wholeNumber(event.get('tokenCount')),
    contentLength:
      codePoints(field(state, 'content')) ??
      wholeNumber(field(state, 'contentLength')) ??
      wholeNumber(event.get('contentLength')),
    duration:
      amount(field(state, 'duration')) ??
      amount(event.get('duration')) ??
      (millis === undefined ? undefined : millis / 1_000),
  };
}

/** Counts code points, as readers and other languages do: an emoji is one. */
function codePoints(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  let length = text.length;
  for (let i = 0; i < text.length - 1; i++) if ((text.codePointAt(i) ?? 0) > 0xffff) length--;
  return length;
}

function amount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function wholeNumber(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

/** ERROR: the latest error counts. */
function setError(record: StreamRecord, event: ReadEvent): void {
  record.hadError = true;
  if (!record.options.collectErrors) return;
  const { error } = record.telemetry;
  const cause = event.get('error');
  error.occurred = true;
  error.message = textOf(cause) ?? textOf(event.get('message')) ?? error.message;
  error.category = categoryOf(event) ?? error.category;
  error.code = textOf(errorCodeOf(event)) ?? error.code;
  const stack = event.get('stack') ?? field(cause, 'stack');
  if (typeof stack === 'string') error.stack = shorten(stack);
  const recoverable = event.get('recoverable');
  error.recoverable = typeof recoverable === 'boolean' ? recoverable : hasRecovery(event);
}

/** The maximum number of violations of one stream: a rule that is checked at every token may be violated at every one. */
const MAX_VIOLATIONS = 1_000;

/** GUARDRAIL_RULE_RESULT: a list of violations, a single one, or only the fact that there are some. */
function addRuleResult(record: StreamRecord, event: ReadEvent): void {
  if (!record.options.collectGuardrails) return;
  const { guardrails } = record.telemetry;
  const list = event.get('violations');
  const one = event.get('violation');
  const found = Array.isArray(list) ? list : one === undefined ? [] : [one];
  if (found.length > 0 || event.get('passed') === false) guardrails.passed = false;
  const room = MAX_VIOLATIONS - guardrails.violations.length;
  guardrails.violations.push(...found.slice(0, room).map(violationOf));
}

function violationOf(found: unknown): GuardrailViolation {
  return isRecord(found) ? (plainCopy(found) as GuardrailViolation) : { message: textOf(found) ?? '' };
}

/** RETRY_START */
function startRetries(record: StreamRecord, event: ReadEvent): void {
  if (record.options.collectRetries) record.telemetry.retries.maxAttempts = attemptNumber(event.get('maxAttempts'));
}

/** RETRY_ATTEMPT */
function addRetry(record: StreamRecord, event: ReadEvent): void {
  record.tokens.interrupt();
  if (!record.options.collectRetries) return;
  const { retries } = record.telemetry;
  const isNetwork = event.get('isNetwork') === true;
  const category = categoryOf(event) ?? (isNetwork ? 'network' : undefined);
  retries.attempt = attemptNumber(event.get('attempt'));
  retries.totalRetries++;
  if (isNetwork || category === 'network') retries.networkRetries++;
  else retries.modelRetries++;
  retries.lastError = textOf(event.get('error') ?? event.get('reason')) ?? retries.lastError;
  retries.lastErrorCategory = category ?? retries.lastErrorCategory;
}

/** RETRY_GIVE_UP */
function giveUp(record: StreamRecord, event: ReadEvent): void {
  record.hadError = true;
  if (!record.options.collectRetries) return;
  const { retries } = record.telemetry;
  retries.lastError = textOf(event.get('error') ?? event.get('lastError')) ?? retries.lastError;
}

/** Attempts are counted from 1. */
function attemptNumber(value: unknown): number {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : 1;
}
