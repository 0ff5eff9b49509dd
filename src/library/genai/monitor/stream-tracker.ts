import { type ReadEvent, readStreamEvent } from '../events/stream-event.ts';
import { isStreamEventType } from '../events/stream-event-type.ts';
import { StreamRegistry } from '../events/stream-registry.ts';
import type { MonitoringConfig, StreamSamplingOptions } from '../record/monitoring-config.ts';
import { applyEvent, isTerminalEvent } from '../record/record-reducer.ts';
import { StreamRecord } from '../record/stream-record.ts';
import type { Telemetry } from '../record/telemetry.ts';
import type { MonitorDiagnostics } from './monitor-diagnostics.ts';
import type { StreamMonitorStatistics } from './monitor-statistics.ts';

export interface StreamTrackerOptions {
  /** A stream without an event for this time counts as abandoned. */
  readonly silenceMillis: number;
  readonly maxStreams: number;
  readonly config: MonitoringConfig;
  readonly statistics: StreamMonitorStatistics;
  readonly diagnostics: MonitorDiagnostics;
  /** Gets each kept record once, when its stream has finished. */
  readonly onFinished: (telemetry: Telemetry) => void;
  /** Gets the same record when its stream can have no more events. */
  readonly onClosed: (telemetry: Telemetry) => void;
}

/**
 * Follows each stream from its first event to its last, and decides whether its record is kept. Every stream is followed, sampled or not, because only its
 * end shows whether it failed or was slow.
 */
export class StreamTracker {
  readonly #options: StreamTrackerOptions;
  readonly #streams: StreamRegistry<StreamRecord, true>;
  /** The visible stream with the latest event. */
  lastStreamId: string | undefined;

  constructor(options: StreamTrackerOptions) {
    this.#options = options;
    const { silenceMillis, maxStreams } = options;
    const onAbandoned = (record: StreamRecord): true => this.#abandon(record);
    this.#streams = new StreamRegistry({ silenceMillis, maxStreams, onAbandoned });
  }

  get size(): number {
    return this.#streams.size;
  }

  /** Returns false for a value that is no event. */
  handle(given: unknown): boolean {
    const event = readStreamEvent(given);
    if (event === undefined) return false;
    const { statistics } = this.#options;
    statistics.events++;
    if (!isStreamEventType(event.type)) statistics.unknownEvents++;
    const record = this.#recordFor(event);
    if (record === undefined) {
      statistics.lateEvents++;
      return true;
    }
    applyEvent(record, event);
    if (record.isFinished) this.#finish(record, isTerminalEvent(event.type));
    if (this.#isVisible(record)) this.lastStreamId = event.streamId;
    return true;
  }

  /** The telemetry so far of a stream that has not ended. */
  telemetryOf(streamId: string): Telemetry | undefined {
    const record = this.#streams.get(streamId);
    if (record === undefined || !this.#isVisible(record)) return undefined;
    record.refresh();
    return record.telemetry;
  }

  /** The records of finished streams that may still get events. */
  finishedTelemetry(): Telemetry[] {
    return this.#streams.all().flatMap(({ isKept, telemetry }) => (isKept ? [telemetry] : []));
  }

  expire(): void {
    this.#streams.expire();
  }

  abandonAll(): void {
    this.#streams.abandonAll();
  }

  clear(): void {
    this.#streams.clear();
    this.lastStreamId = undefined;
  }

  /** Returns undefined for an event after its stream's end. */
  #recordFor(event: ReadEvent): StreamRecord | undefined {
    const { streamId } = event;
    const record = this.#streams.touch(streamId);
    const isNew = event.type === 'SESSION_START' && event.get('isRetry') !== true && event.get('isFallback') !== true;
    if (record !== undefined && !(record.isFinished && isNew)) return record;
    if (record === undefined && this.#streams.ended(streamId) && !isNew) return undefined;
    if (record !== undefined) this.#streams.end(streamId, this.#abandon(record));
    this.expire();
    const { config } = this.#options;
    const started = new StreamRecord(streamId, event.ts, config.metrics);
    started.isSampled = isSampled(streamId, config.sampling.rate);
    return this.#streams.open(streamId, started);
  }

  #isVisible(record: StreamRecord): boolean {
    return record.isKept || record.isSampled || (record.hadError && this.#options.config.sampling.sampleErrors);
  }

  #finish(record: StreamRecord, isClosed: boolean): void {
    const { config, statistics, diagnostics, onFinished, onClosed } = this.#options;
    const { telemetry } = record;
    const isFirst = !record.isKept && isWorthKeeping(record, config.sampling);
    if (isFirst) record.isKept = true;
    if (isClosed) {
      this.#streams.end(telemetry.streamId, true);
      if (record.isKept) onClosed(telemetry);
      else {
        statistics.sampledOutStreams++;
        diagnostics.debug(() => `stream ${telemetry.streamId} ended; it is not sampled`);
      }
    }
    if (!isFirst) return;
    statistics.keptStreams++;
    onFinished(telemetry);
  }

  /** An abandoned stream is kept only if it had an error: without one there is nothing to report. */
  #abandon(record: StreamRecord): true {
    const { statistics, diagnostics } = this.#options;
    if (!record.isFinished) {
      statistics.abandonedStreams++;
      diagnostics.warnOnce('abandoned', () => abandonedMessage(record.telemetry.streamId));
      record.refresh();
    }
    if (record.isFinished || record.hadError) this.#finish(record, true);
    return true;
  }
}

const abandonedMessage = (streamId: string): string =>
  `StreamMonitor: expected an event that ends stream ${streamId}, got none; it counts as abandoned, and getStatistics() counts all further ones`;

/** Whether a stream is sampled. The decision depends on the id alone, so it is the same in every process. */
export function isSampled(streamId: string, rate: number): boolean {
  return rate >= 1 || (rate > 0 && fractionOf(streamId) < rate);
}

/** Whether the record of a stream is kept: it is sampled and lasted long enough, had an error, or was slow. */
export function isWorthKeeping(record: StreamRecord, options: StreamSamplingOptions): boolean {
  if (options.sampleErrors && record.hadError) return true;
  if (options.sampleSlow && record.elapsed > options.slowThreshold) return true;
  return record.isSampled && record.elapsed >= options.minDuration;
}

/** Maps a text to [0, 1): FNV-1a, then MurmurHash3's finalizer, for ids that differ only in their last characters. */
function fractionOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
