import type { ForeignStreamEvent, StreamEvent } from '../events/stream-event.ts';
import { callGuarded, failureText } from '../guarded-call.ts';
import { type AggregateMetrics, aggregate } from '../record/aggregate-metrics.ts';
import { type DeepPartial, type MonitoringConfig, resolveMonitoringConfig } from '../record/monitoring-config.ts';
import type { Telemetry } from '../record/telemetry.ts';
import { toLogFormat } from '../record/telemetry-log-line.ts';
import { MonitorLog } from './monitor-diagnostics.ts';
import { createMonitorStatistics, type MonitorStatistics } from './monitor-statistics.ts';
import { PendingRecords } from './pending-records.ts';
import { RecordBuffer } from './record-buffer.ts';
import { type StreamMonitorOptions, validateStreamMonitorOptions } from './stream-monitor-options.ts';
import { StreamWatch } from './stream-tracker.ts';

/**
 * Makes one record of each stream from the events of its runtime. All times are those of the events. It holds at most `bufferSize` records and
 * `maxActiveStreams` streams, and never throws into the stream it watches.
 */
export class StreamMonitor {
  readonly config: Readonly<MonitoringConfig>;
  readonly #onComplete: StreamMonitorOptions['onComplete'];
  readonly #log: MonitorLog;
  readonly #watch: StreamWatch;
  readonly #buffer: RecordBuffer;
  readonly #pending: PendingRecords | undefined;
  readonly #statistics = createMonitorStatistics();
  #isClosed = false;

  /** @throws {TypeError} naming the option, what was expected and what was given */
  constructor(config: DeepPartial<MonitoringConfig> = {}, options: StreamMonitorOptions = {}) {
    this.config = resolveMonitoringConfig(config);
    validateStreamMonitorOptions(options);
    const { streamTimeout = 600, maxActiveStreams = 5_000 } = options;
    this.#onComplete = options.onComplete;
    this.#log = new MonitorLog(this.config.logLevel);
    this.#buffer = new RecordBuffer(this.config.bufferSize);
    this.#pending = this.config.enabled ? this.#pendingFor(options.onFlush) : undefined;
    this.#watch = new StreamWatch({
      timeoutMillis: streamTimeout * 1_000,
      maxStreams: maxActiveStreams,
      config: this.config,
      statistics: this.#statistics,
      log: this.#log,
      onFinished: (telemetry) => this.#finished(telemetry),
      onOver: (telemetry) => this.#buffer.add(telemetry),
    });
  }

  /** Takes an event in. Bound: it can be passed on as a callback. Never throws; what is no event is counted. */
  readonly handleEvent = (event: StreamEvent | ForeignStreamEvent): void => {
    if (!this.config.enabled || this.#isClosed) return;
    try {
      if (!this.#watch.take(event)) this.#refuse('expected an event with type, streamId and ts in milliseconds');
    } catch (error) {
      this.#refuse(failureText(error));
    }
  };

  /** The record of a stream, ended or going on; without an id that of the stream heard of last. undefined: not there, or not sampled. */
  getTelemetry(streamId?: string): Telemetry | undefined {
    const id = streamId ?? this.#watch.lastStreamId;
    const found = id === undefined ? undefined : (this.#watch.telemetryOf(id) ?? this.#buffer.get(id));
    return found ?? (streamId === undefined ? this.#buffer.newest : undefined);
  }

  /** The records that are kept, in the order in which their streams ended. */
  getAllTelemetry(): Telemetry[] {
    this.#watch.expire();
    return [...this.#buffer.all(), ...this.#watch.finishedTelemetry()].slice(-this.config.bufferSize);
  }

  /** Figures over getAllTelemetry(). */
  getAggregateMetrics(): AggregateMetrics {
    return aggregate(this.getAllTelemetry(), this.config.metrics.percentiles);
  }

  /** What the monitor has seen and left out. */
  getStatistics(): MonitorStatistics {
    return { ...this.#statistics, activeStreams: this.#watch.size };
  }

  /** Forgets every stream, record and count. */
  clear(): void {
    this.#watch.clear();
    this.#buffer.clear();
    this.#pending?.clear();
    Object.assign(this.#statistics, createMonitorStatistics());
  }

  /** Hands what waits to onFlush, and waits for it. Never rejects. */
  async flush(): Promise<void> {
    this.#watch.expire();
    await this.#pending?.flush();
  }

  /** Takes no more events, records the streams that had an error, and flushes. What is kept can still be read. Never rejects. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#pending?.stop();
    this.#watch.expireAll();
    const { events, badEvents, keptStreams } = this.#statistics;
    this.#log.info(() => `StreamMonitor closed: ${keptStreams} streams kept, ${events} events, ${badEvents} bad ones`);
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
    this.#log.debug(() => toLogFormat(telemetry));
    if (this.#onComplete !== undefined)
      void callGuarded(this.#onComplete, [telemetry], (error) => this.#failed('onComplete', error));
    this.#pending?.add(telemetry);
  }

  #refuse(reason: string): void {
    this.#statistics.badEvents++;
    // A runtime that sends one such event sends many.
    if (this.#statistics.badEvents === 1)
      this.#log.warning(() => `StreamMonitor: ${reason}; it is left out and counted, as are all that follow`);
  }

  #failed(callback: 'onComplete' | 'onFlush', error: unknown): void {
    this.#statistics.callbackErrors++;
    this.#log.error(
      () => `StreamMonitor: expected ${callback} not to fail, got ${failureText(error)}; monitoring goes on`,
    );
  }
}
