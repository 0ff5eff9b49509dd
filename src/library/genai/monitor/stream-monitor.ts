import { errorType } from '../../../foundation/log-lines/exception.ts';
import type { ForeignStreamEvent, StreamEvent } from '../events/stream-event.ts';
import { callGuarded, failureText } from '../guarded-call.ts';
import { type AggregateMetrics, aggregate } from '../record/aggregate-metrics.ts';
import { type DeepPartial, type MonitoringConfig, resolveMonitoringConfig } from '../record/monitoring-config.ts';
import type { Telemetry } from '../record/telemetry.ts';
import { toLogFormat } from '../record/telemetry-log-line.ts';
import { MonitorDiagnostics } from './monitor-diagnostics.ts';
import { createStatistics, type StreamMonitorStatistics } from './monitor-statistics.ts';
import { PendingRecords } from './pending-records.ts';
import { RecordBuffer } from './record-buffer.ts';
import { type StreamMonitorOptions, validateStreamMonitorOptions } from './stream-monitor-options.ts';
import { StreamTracker } from './stream-tracker.ts';

/**
 * Makes one record of each stream from the events of its runtime. All times are those of the events. The monitor holds at most `bufferSize` records and
 * `maxActiveStreams` streams, and never throws into the application.
 */
export class StreamMonitor {
  readonly config: Readonly<MonitoringConfig>;
  readonly #onComplete: StreamMonitorOptions['onComplete'];
  readonly #diagnostics: MonitorDiagnostics;
  readonly #tracker: StreamTracker;
  readonly #buffer: RecordBuffer;
  readonly #pending: PendingRecords | undefined;
  readonly #statistics = createStatistics();
  #isClosed = false;

  /** @throws {TypeError} naming the option, what was expected and what was given */
  constructor(config: DeepPartial<MonitoringConfig> = {}, options: StreamMonitorOptions = {}) {
    this.config = resolveMonitoringConfig(config);
    validateStreamMonitorOptions(options);
    const { streamTimeout = 600, maxActiveStreams = 5_000 } = options;
    this.#onComplete = options.onComplete;
    this.#diagnostics = new MonitorDiagnostics(this.config.logLevel);
    this.#buffer = new RecordBuffer(this.config.bufferSize);
    this.#pending = this.config.enabled ? this.#pendingFor(options.onFlush) : undefined;
    this.#tracker = new StreamTracker({
      silenceMillis: streamTimeout * 1_000,
      maxStreams: maxActiveStreams,
      config: this.config,
      statistics: this.#statistics,
      diagnostics: this.#diagnostics,
      onFinished: (telemetry) => this.#finished(telemetry),
      onClosed: (telemetry) => this.#buffer.add(telemetry),
    });
  }

  /** Handles an event. Bound, so that it can be passed as a callback. Never throws; a value that is no event is counted. */
  readonly handleEvent = (event: StreamEvent | ForeignStreamEvent): void => {
    if (!this.config.enabled || this.#isClosed) return;
    try {
      if (!this.#tracker.handle(event))
        this.#reject('expected an event with type, streamId and ts in milliseconds, got another value');
    } catch (error) {
      this.#reject(failureText(error));
    }
  };

  /** The record of a stream, ended or not; without an id that of the stream with the latest event. undefined: unknown, or not sampled. */
  getTelemetry(streamId?: string): Telemetry | undefined {
    const id = streamId ?? this.#tracker.lastStreamId;
    const found = id === undefined ? undefined : (this.#tracker.telemetryOf(id) ?? this.#buffer.get(id));
    return found ?? (streamId === undefined ? this.#buffer.newest : undefined);
  }

  /** The records that are kept, in the order in which their streams ended. */
  getAllTelemetry(): Telemetry[] {
    this.#tracker.expire();
    return [...this.#buffer.all(), ...this.#tracker.finishedTelemetry()].slice(-this.config.bufferSize);
  }

  /** Figures over all records of getAllTelemetry(). */
  getAggregateMetrics(): AggregateMetrics {
    return aggregate(this.getAllTelemetry(), this.config.metrics.percentiles);
  }

  /** Counts of accepted, rejected and dropped events and streams. */
  getStatistics(): StreamMonitorStatistics {
    return { ...this.#statistics, activeStreams: this.#tracker.size };
  }

  /** Removes every stream, record and count. */
  clear(): void {
    this.#tracker.clear();
    this.#buffer.clear();
    this.#pending?.clear();
    Object.assign(this.#statistics, createStatistics());
  }

  /** Passes the pending records to onFlush, and waits for it. Never rejects. */
  async flush(): Promise<void> {
    this.#tracker.expire();
    await this.#pending?.flush();
  }

  /** Ignores all further events, records the open streams that had an error, and flushes. The kept records can still be read. Never rejects. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#pending?.stop();
    this.#tracker.abandonAll();
    const { events, badEvents, keptStreams } = this.#statistics;
    this.#diagnostics.info(
      () => `StreamMonitor closed: ${keptStreams} streams kept, ${events} events, ${badEvents} bad ones`,
    );
    await this.#pending?.flush();
  }

  [Symbol.dispose](): void {
    void this.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #pendingFor(onFlush: StreamMonitorOptions['onFlush']): PendingRecords | undefined {
    if (onFlush === undefined) return undefined;
    const onFailure = (error: unknown): void => this.#failed('onFlush', error);
    return new PendingRecords({
      onFlush,
      onFailure,
      onInterval: () => void this.flush(),
      interval: this.config.flushInterval,
      maxRecords: this.config.bufferSize,
    });
  }

  #finished(telemetry: Telemetry): void {
    this.#diagnostics.debug(() => toLogFormat(telemetry));
    if (this.#onComplete !== undefined)
      void callGuarded(this.#onComplete, [telemetry], (error) => this.#failed('onComplete', error));
    this.#pending?.add(telemetry);
  }

  #reject(reason: string): void {
    this.#statistics.badEvents++;
    this.#diagnostics.warnOnce(
      'bad event',
      () => `StreamMonitor: ${reason}; it is dropped and counted, as are all that follow`,
    );
  }

  #failed(callback: 'onComplete' | 'onFlush', error: unknown): void {
    this.#statistics.callbackErrors++;
    const message = `StreamMonitor: expected ${callback} not to fail, got ${failureText(error)}; monitoring continues, and failures are counted`;
    this.#diagnostics.errorOnce(`${callback} ${errorType(error)}`, () => message);
  }
}
