import { field, isRecord, type ReadEvent } from '../events/stream-event.ts';
import { plainCopy, shorten, textOf } from './plain-data.ts';
import type { StreamOutcome, StreamRecord } from './stream-record.ts';
import type { GuardrailViolation } from './telemetry.ts';

/** What an event does to the record of its stream. */
type Effect = (record: StreamRecord, event: ReadEvent) => void;

const EFFECTS: Readonly<Record<string, Effect>> = {
  SESSION_START(record, event) {
    const sessionId = event.get('sessionId') ?? field(event.context, 'sessionId');
    if (typeof sessionId === 'string') record.telemetry.sessionId = sessionId;
    // A runtime may announce each attempt so; the stream began with the first.
    const isFurtherAttempt = event.get('isRetry') === true || event.get('isFallback') === true;
    if (!isFurtherAttempt || record.tokens.startTs === undefined) record.start(event.ts);
    beginAttempt(record, event);
  },
  STREAM_INIT(record, event) {
    if (record.tokens.startTs === undefined) record.start(event.ts);
    beginAttempt(record, event);
  },
  ATTEMPT_START(record) {
    record.tokens.breakOff();
  },
  STREAM_READY(record, { ts }) {
    record.tokens.ready(ts);
  },
  TOKEN(record, event) {
    const { collectTokens, collectTiming, interTokenLatency } = record.options;
    record.tokens.token(event.ts, collectTiming && interTokenLatency);
    if (collectTokens) record.tokens.characters += codePoints(tokenText(event)) ?? 0;
  },
  RETRY_START: noteRetryStart,
  RETRY_ATTEMPT: noteRetry,
  RETRY_GIVE_UP(record, event) {
    noteGivingUp(record, event);
    record.finish(event.ts, outcomeOf(event));
  },
  GUARDRAIL_RULE_START(record) {
    if (record.options.collectGuardrails) record.telemetry.guardrails.rulesChecked++;
  },
  GUARDRAIL_RULE_RESULT: noteRuleResult,
  ERROR(record, event) {
    noteError(record, event);
    // Some runtimes say nothing more after an error that ends the stream.
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

/** After these nothing more is to be said of a stream. */
const LAST_WORDS: ReadonlySet<string> = new Set(['COMPLETE', 'ABORT_COMPLETED']);

export const isLastWord = (type: string): boolean => LAST_WORDS.has(type);

/** Enters an event into the record of its stream. */
export function applyEvent(record: StreamRecord, event: ReadEvent): void {
  record.seenAt(event.ts);
  if (Object.hasOwn(EFFECTS, event.type)) EFFECTS[event.type]?.(record, event);
  if (record.telemetry.model === undefined) noteModel(record, event);
}

function beginAttempt(record: StreamRecord, event: ReadEvent): void {
  record.tokens.breakOff();
  noteModel(record, event);
}

function noteModel(record: StreamRecord, event: ReadEvent): void {
  const model = event.get('model');
  if (typeof model === 'string' && model !== '') record.telemetry.model = model;
}

/** What is known of the whole stream lies in `state`, or beside it. */
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

function tokenText(event: ReadEvent): unknown {
  const token = event.get('token') ?? event.get('text') ?? event.get('value') ?? event.get('content');
  return isRecord(token) ? (field(token, 'text') ?? field(token, 'value')) : token;
}

/** Characters as their readers count them, and other languages do: an emoji is one. */
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

/** The category of an error that comes with the type of its failure alone. */
const CATEGORIES: Readonly<Record<string, string>> = {
  network: 'network',
  model: 'model',
  timeout: 'transient',
  zero_output: 'content',
  abort: 'provider',
};
const RECOVERIES: ReadonlySet<unknown> = new Set(['retry', 'fallback', 'continue']);

/** ERROR: what is known of an error; the latest one stands. */
export function noteError(record: StreamRecord, event: ReadEvent): void {
  record.hadError = true;
  if (!record.options.collectErrors) return;
  const { error } = record.telemetry;
  const cause = event.get('error');
  error.occurred = true;
  error.message = textOf(cause) ?? textOf(event.get('message')) ?? error.message;
  error.category = categoryOf(event) ?? error.category;
  error.code = textOf(event.get('code') ?? event.get('errorCode') ?? field(cause, 'code')) ?? error.code;
  const stack = event.get('stack') ?? field(cause, 'stack');
  if (typeof stack === 'string') error.stack = shorten(stack);
  const recoverable = event.get('recoverable');
  error.recoverable = typeof recoverable === 'boolean' ? recoverable : RECOVERIES.has(event.get('recoveryStrategy'));
}

/** `category`, or what another field says of it. */
export function categoryOf(event: ReadEvent): string | undefined {
  const category = event.get('category');
  if (typeof category === 'string' && category !== '') return shorten(category);
  const failure = event.get('failureType');
  return typeof failure === 'string' && Object.hasOwn(CATEGORIES, failure) ? CATEGORIES[failure] : undefined;
}

/** Violations kept of one stream: a rule that is checked at every token may be violated at every one. */
const MAX_VIOLATIONS = 1_000;

/** GUARDRAIL_RULE_RESULT: a list of violations, or one, or only that there are some. */
export function noteRuleResult(record: StreamRecord, event: ReadEvent): void {
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
export function noteRetryStart(record: StreamRecord, event: ReadEvent): void {
  if (record.options.collectRetries) record.telemetry.retries.maxAttempts = attemptNumber(event.get('maxAttempts'));
}

/** RETRY_ATTEMPT */
export function noteRetry(record: StreamRecord, event: ReadEvent): void {
  record.tokens.breakOff();
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
export function noteGivingUp(record: StreamRecord, event: ReadEvent): void {
  record.hadError = true;
  if (!record.options.collectRetries) return;
  const { retries } = record.telemetry;
  retries.lastError = textOf(event.get('error') ?? event.get('lastError')) ?? retries.lastError;
}

/** Attempts are counted from 1. */
function attemptNumber(value: unknown): number {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : 1;
}
