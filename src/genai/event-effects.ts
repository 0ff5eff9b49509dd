import { noteError } from './error-effect.ts';
import { noteRuleResult } from './guardrail-effect.ts';
import { noteGivingUp, noteRetry, noteRetryStart } from './retry-effects.ts';
import { field, isRecord, type ReadEvent } from './stream-event.ts';
import type { StreamOutcome, StreamRecord } from './stream-record.ts';

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
