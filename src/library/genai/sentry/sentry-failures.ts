import type { ReadEvent } from '../events/stream-event.ts';
import { errorMessageOf, errorTypeOf, isAboutNetwork, isRecovered } from '../record/event-payload.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import type { Telemetry } from '../record/telemetry.ts';
import { StreamError } from '../redacted-exception.ts';
import type { SentryExecution } from './sentry-execution.ts';

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

/** The failures of one stream: each is told once, and as an event only when nothing recovers it. */
export class SentryFailures {
  readonly #execution: SentryExecution;
  readonly #record: StreamRecord;
  /** Seen, and not known yet whether it was the last one. */
  #pending: NetworkError | undefined;
  #lastNetworkError: string | undefined;
  #hasFailed = false;

  constructor(execution: SentryExecution, record: StreamRecord) {
    this.#execution = execution;
    this.#record = record;
  }

  /** Any event of the stream. */
  seen({ type }: ReadEvent): void {
    if (RECOVERED.has(type)) this.#pending = undefined;
  }

  note(event: ReadEvent): void {
    if (event.type === 'NETWORK_ERROR') this.#networkError(event);
    else if (event.type === 'ERROR') this.#error(event);
    else this.#giveUp(event);
  }

  #networkError(event: ReadEvent): void {
    const error = this.#errorOf(event);
    const type = errorTypeOf(event) ?? 'unknown';
    const isFinal = event.get('retried') === false;
    this.#lastNetworkError = error.message;
    this.#execution.networkErrorSeen(error, type, event.get('retried') === true, event.ts);
    this.#pending = isRecovered(event) ? undefined : { error, type };
    if (isFinal) this.capturePending();
  }

  /** An attempt failed; the runtime goes on, or it does not. */
  #error(event: ReadEvent): void {
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

  /** When nothing more can come that would show otherwise. */
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
    const message = errorMessageOf(event) ?? retries.lastError ?? 'unknown error';
    return new StreamError(message, errorTypeOf(event), event.type === 'ERROR' ? error.stack : null);
  }
}
