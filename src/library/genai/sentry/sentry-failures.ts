import type { ReadEvent } from '../events/stream-event.ts';
import { eventErrorMessage, eventErrorType, isAboutNetwork, isRecovered } from '../record/event-payload.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import type { Telemetry } from '../record/telemetry.ts';
import { StreamError } from '../redacted-exception.ts';
import type { SentryExecution } from './sentry-execution.ts';

/** The events that show that the stream recovered from a network error. */
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

/** Reports each failure of one stream once, and as an event only if the stream does not recover from it. */
export class SentryFailureTracker {
  readonly #execution: SentryExecution;
  readonly #record: StreamRecord;
  /** An error that is an event unless the stream recovers. */
  #pending: NetworkError | undefined;
  #lastNetworkError: string | undefined;
  #hasFailed = false;

  constructor(execution: SentryExecution, record: StreamRecord) {
    this.#execution = execution;
    this.#record = record;
  }

  /** Any event of the stream. */
  observe({ type }: ReadEvent): void {
    if (RECOVERED.has(type)) this.#pending = undefined;
  }

  record(event: ReadEvent): void {
    if (event.type === 'NETWORK_ERROR') this.#networkError(event);
    else if (event.type === 'ERROR') this.#error(event);
    else this.#giveUp(event);
  }

  #networkError(event: ReadEvent): void {
    const error = this.#errorOf(event);
    const type = eventErrorType(event) ?? 'unknown';
    const isFinal = event.get('retried') === false;
    this.#lastNetworkError = error.message;
    this.#execution.networkErrorSeen(error, type, event.get('retried') === true, event.ts);
    this.#pending = isRecovered(event) ? undefined : { error, type };
    if (isFinal) this.capturePending();
  }

  /** A failed attempt, after which the runtime may continue. */
  #error(event: ReadEvent): void {
    const error = this.#errorOf(event);
    const isNetwork = isAboutNetwork(event) || error.message === this.#lastNetworkError;
    const type = eventErrorType(event) ?? 'unknown';
    const retried = isRecovered(event);
    if (isNetwork && error.message !== this.#lastNetworkError)
      this.#execution.networkErrorSeen(error, type, retried, event.ts);
    if (retried) {
      this.#pending = undefined;
      if (!isNetwork) this.#execution.note(`Error: ${error.message}`, 'warning', { type, retried }, event.ts);
    } else if (!isNetwork) this.#fail(error, event.ts);
    else {
      if (!this.#hasFailed) this.#pending = { error, type };
      this.capturePending();
    }
  }

  #giveUp(event: ReadEvent): void {
    const attempts = event.get('attempts') ?? this.#record.telemetry.retries.totalRetries;
    this.#execution.note('Retries given up', 'error', { attempts }, event.ts);
    if (this.#pending === undefined) this.#fail(this.#errorOf(event), event.ts);
    this.capturePending();
  }

  #fail(error: Error, ts: number): void {
    if (!this.#hasFailed) this.#execution.fail(error, this.#telemetry, ts);
    this.#hasFailed = true;
  }

  /** Captures the pending error, because the stream can no longer recover. */
  capturePending(): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending === undefined || this.#hasFailed) return;
    this.#hasFailed = true;
    this.#execution.captureNetworkError(pending.error, pending.type, this.#telemetry);
  }

  get #telemetry(): Telemetry {
    this.#record.refresh();
    return this.#record.telemetry;
  }

  #errorOf(event: ReadEvent): Error {
    const given = event.get('error');
    if (given instanceof Error) return given;
    const { retries, error } = this.#record.telemetry;
    const message = eventErrorMessage(event) ?? retries.lastError ?? 'unknown error';
    return new StreamError(message, eventErrorType(event), event.type === 'ERROR' ? error.stack : null);
  }
}
