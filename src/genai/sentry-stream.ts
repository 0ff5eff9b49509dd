import { applyEvent } from './event-effects.ts';
import type { SentryExecution } from './sentry-execution.ts';
import { StreamError } from './stream-error.ts';
import type { ReadEvent } from './stream-event.ts';
import {
  driftOf,
  errorMessageOf,
  errorTypeOf,
  isAboutNetwork,
  isRecovered,
  tokenOf,
  violationsOf,
} from './stream-payload.ts';
import { StreamRecord } from './stream-record.ts';
import type { Telemetry } from './telemetry.ts';
import { inMillis } from './telemetry-attributes.ts';

/** All that can be told, whatever a monitor beside it keeps. */
const EVERYTHING = {
  collectTokens: true,
  collectTiming: true,
  collectRetries: true,
  collectGuardrails: true,
  collectErrors: true,
  interTokenLatency: false,
  percentiles: [],
};

type Report = (stream: SentryStream, event: ReadEvent) => void;

/** What shows that a network error has been survived. */
const RECOVERED: ReadonlySet<string> = new Set([
  'RETRY_START',
  'RETRY_ATTEMPT',
  'ATTEMPT_START',
  'FALLBACK_START',
  'NETWORK_RECOVERY',
  'CONNECTION_RESTORED',
  'TOKEN',
]);

interface NetworkError {
  readonly error: Error;
  readonly type: string;
}

/** What Sentry is told of one stream. */
export class SentryStream {
  readonly #execution: SentryExecution;
  readonly #record: StreamRecord;
  /** Seen, and not known yet whether it was the last one. */
  #pending: NetworkError | undefined;
  #lastNetworkError: string | undefined;
  #hasFailed = false;
  #readyTs: number | undefined;

  constructor(execution: SentryExecution, first: ReadEvent) {
    this.#execution = execution;
    this.#record = new StreamRecord(first.streamId, first.ts, EVERYTHING);
    const metadata = { stream_id: first.streamId, model: first.get('model'), attempt: first.get('attempt') };
    const flags = { is_retry: first.get('isRetry'), is_fallback: first.get('isFallback') };
    const known = Object.entries({ ...metadata, ...flags }).filter(([, value]) => value !== undefined);
    execution.start('l0.execution', Object.fromEntries(known), first.ts);
    execution.startStream(first.ts);
  }

  note(event: ReadEvent): void {
    applyEvent(this.#record, event);
    if (RECOVERED.has(event.type)) this.#pending = undefined;
    if (Object.hasOwn(REPORTS, event.type)) REPORTS[event.type]?.(this, event);
  }

  ready(event: ReadEvent): void {
    this.#readyTs ??= event.ts;
  }

  token(event: ReadEvent): void {
    if (this.#record.tokens.count === 1) this.#firstToken(event.ts);
    this.#execution.token(tokenOf(event), event.ts);
  }

  #firstToken(ts: number): void {
    this.#execution.firstToken(inMillis(this.#record.tokens.timeToFirstToken), ts);
  }

  retry(event: ReadEvent): void {
    const { attempt } = this.#record.telemetry.retries;
    this.#execution.retry(attempt, errorMessageOf(event) ?? 'unknown', isAboutNetwork(event), event.ts);
  }

  networkError(event: ReadEvent): void {
    const error = this.#errorOf(event);
    const type = errorTypeOf(event) ?? 'unknown';
    const isFinal = event.get('retried') === false;
    this.#lastNetworkError = error.message;
    this.#execution.networkErrorSeen(error, type, event.get('retried') === true, event.ts);
    this.#pending = isRecovered(event) ? undefined : { error, type };
    if (isFinal) this.#capturePending();
  }

  /** An attempt failed; the runtime goes on, or it does not. */
  error(event: ReadEvent): void {
    const error = this.#errorOf(event);
    const isNetwork = isAboutNetwork(event) || error.message === this.#lastNetworkError;
    const type = errorTypeOf(event) ?? 'unknown';
    const retried = isRecovered(event);
    if (isNetwork && error.message !== this.#lastNetworkError)
      this.#execution.networkErrorSeen(error, type, retried, event.ts);
    if (retried) {
      this.#pending = undefined;
      if (!isNetwork) this.#execution.note(`Error: ${error.message}`, 'warning', { type, retried }, event.ts);
    } else if (!isNetwork) this.#fail(error, event.ts);
    else {
      if (!this.#hasFailed) this.#pending = { error, type };
      this.#capturePending();
    }
  }

  giveUp(event: ReadEvent): void {
    const attempts = event.get('attempts') ?? this.#record.telemetry.retries.totalRetries;
    this.#execution.note('Retries given up', 'error', { attempts }, event.ts);
    if (this.#pending === undefined) this.#fail(this.#errorOf(event), event.ts);
    this.#capturePending();
  }

  #fail(error: Error, ts: number): void {
    if (!this.#hasFailed) this.#execution.fail(error, this.telemetry, ts);
    this.#hasFailed = true;
  }

  #capturePending(): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending === undefined || this.#hasFailed) return;
    this.#hasFailed = true;
    this.#execution.captureNetworkError(pending.error, pending.type, this.telemetry);
  }

  violations(event: ReadEvent): void {
    this.#execution.guardrailViolations(violationsOf(event), this.telemetry, event.ts);
  }

  drift(event: ReadEvent): void {
    const drift = driftOf(event);
    if (drift !== undefined) this.#execution.drift(drift.types, event.ts);
  }

  end(status: 'completed' | 'failed' | 'aborted' | 'abandoned', ts?: number): void {
    const { telemetry } = this;
    if (status === 'completed') {
      if (this.#record.tokens.count === 0 && this.#readyTs !== undefined) this.#firstToken(this.#readyTs);
      this.#execution.completeStream(telemetry.metrics.tokenCount, ts);
      this.#execution.complete(telemetry, ts);
      return;
    }
    // Nothing has come after it that would show otherwise: it was the last one.
    this.#capturePending();
    if (status !== 'failed') this.#execution.note(`L0 execution ${status}`, 'warning', {}, ts);
    this.#execution.endSpan(status === 'aborted', ts);
  }

  get telemetry(): Telemetry {
    this.#record.refresh();
    return this.#record.telemetry;
  }

  #errorOf(event: ReadEvent): Error {
    const given = event.get('error');
    if (given instanceof Error) return given;
    const { retries, error } = this.#record.telemetry;
    const message = errorMessageOf(event) ?? retries.lastError ?? 'unknown error';
    return new StreamError(message, errorTypeOf(event), event.type === 'ERROR' ? error.stack : null);
  }
}

const REPORTS: Readonly<Record<string, Report>> = {
  STREAM_READY: (stream, event) => stream.ready(event),
  TOKEN: (stream, event) => stream.token(event),
  RETRY_ATTEMPT: (stream, event) => stream.retry(event),
  RETRY_GIVE_UP: (stream, event) => stream.giveUp(event),
  NETWORK_ERROR: (stream, event) => stream.networkError(event),
  ERROR: (stream, event) => stream.error(event),
  GUARDRAIL_RULE_RESULT: (stream, event) => stream.violations(event),
  DRIFT_CHECK_RESULT: (stream, event) => stream.drift(event),
};
