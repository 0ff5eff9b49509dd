import type { ReadEvent } from '../events/stream-event.ts';
import { inMillis } from '../opentelemetry/telemetry-attributes.ts';
import { driftOf, eventErrorMessage, isAboutNetwork, tokenOf, violationsOf } from '../record/event-payload.ts';
import { ALL_FIGURES } from '../record/monitoring-config.ts';
import { applyEvent } from '../record/record-reducer.ts';
import { StreamRecord } from '../record/stream-record.ts';
import type { Telemetry } from '../record/telemetry.ts';
import type { SentryExecution } from './sentry-execution.ts';
import { SentryFailureTracker } from './sentry-failures.ts';

type Report = (stream: SentryStream, event: ReadEvent) => void;

/** Reports one stream to Sentry. */
export class SentryStream {
  readonly #execution: SentryExecution;
  readonly #record: StreamRecord;
  readonly #failures: SentryFailureTracker;
  #readyTs: number | undefined;

  constructor(execution: SentryExecution, first: ReadEvent) {
    this.#execution = execution;
    this.#record = new StreamRecord(first.streamId, first.ts, ALL_FIGURES);
    const metadata = { stream_id: first.streamId, model: first.get('model'), attempt: first.get('attempt') };
    const flags = { is_retry: first.get('isRetry'), is_fallback: first.get('isFallback') };
    const known = Object.entries({ ...metadata, ...flags }).filter(([, value]) => value !== undefined);
    execution.start('l0.execution', Object.fromEntries(known), first.ts);
    execution.startStream(first.ts);
    this.#failures = new SentryFailureTracker(execution, this.#record);
  }

  note(event: ReadEvent): void {
    applyEvent(this.#record, event);
    this.#failures.observe(event);
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
    this.#execution.retry(attempt, eventErrorMessage(event) ?? 'unknown', isAboutNetwork(event), event.ts);
  }

  failure(event: ReadEvent): void {
    this.#failures.record(event);
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
    // No event showed a recovery.
    this.#failures.capturePending();
    if (status !== 'failed') this.#execution.note(`L0 execution ${status}`, 'warning', {}, ts);
    this.#execution.endSpan(status === 'aborted', ts);
  }

  get telemetry(): Telemetry {
    this.#record.refresh();
    return this.#record.telemetry;
  }
}

const REPORTS: Readonly<Record<string, Report>> = {
  STREAM_READY: (stream, event) => stream.ready(event),
  TOKEN: (stream, event) => stream.token(event),
  RETRY_ATTEMPT: (stream, event) => stream.retry(event),
  RETRY_GIVE_UP: (stream, event) => stream.failure(event),
  NETWORK_ERROR: (stream, event) => stream.failure(event),
  ERROR: (stream, event) => stream.failure(event),
  GUARDRAIL_RULE_RESULT: (stream, event) => stream.violations(event),
  DRIFT_CHECK_RESULT: (stream, event) => stream.drift(event),
};
