import { type ReadEvent, readStreamEvent } from '../events/stream-event.ts';
import { isStreamEventType } from '../events/stream-event-type.ts';
import type { MonitoringConfig, StreamSamplingOptions } from '../record/monitoring-config.ts';
import { applyEvent, isLastWord } from '../record/record-reducer.ts';
import { StreamRecord } from '../record/stream-record.ts';
import type { Telemetry } from '../record/telemetry.ts';
import { type ActiveStreamLimits, ActiveStreams } from './active-streams.ts';
import type { MonitorLog } from './monitor-diagnostics.ts';
import type { MonitorStatistics } from './monitor-statistics.ts';

export interface StreamWatchOptions extends ActiveStreamLimits {
  readonly config: MonitoringConfig;
  readonly statistics: MonitorStatistics;
  readonly log: MonitorLog;
  /** Given each record that is kept, once, when its stream has finished. */
  readonly onFinished: (telemetry: Telemetry) => void;
  /** Given the same record when nothing more is to come of its stream. */
  readonly onOver: (telemetry: Telemetry) => void;
}

/**
 * Tells streams apart, follows each from its first event to its last, and decides which record is kept. Every stream is followed, sampled or not:
 * whether it fails or is slow shows only at its end.
 */
export class StreamWatch {
  readonly #options: StreamWatchOptions;
  readonly #active: ActiveStreams;
  /** The stream heard of last, of those that can be seen. */
  lastStreamId: string | undefined;

  constructor(options: StreamWatchOptions) {
    this.#options = options;
    this.#active = new ActiveStreams(options);
  }

  get size(): number {
    return this.#active.size;
  }

  /** False for what is no event. */
  take(given: unknown): boolean {
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
    this.#active.heardOf(record);
    applyEvent(record, event);
    if (record.isFinished) this.#settle(record, isLastWord(event.type));
    if (this.#isVisible(record)) this.lastStreamId = event.streamId;
    return true;
  }

  /** The telemetry so far of a stream that goes on. */
  telemetryOf(streamId: string): Telemetry | undefined {
    const record = this.#active.get(streamId);
    if (record === undefined || !this.#isVisible(record)) return undefined;
    record.refresh();
    return record.telemetry;
  }

  /** Records of streams that have finished, of which more may come all the same. */
  finishedTelemetry(): Telemetry[] {
    return this.#active.all().flatMap(({ isKept, telemetry }) => (isKept ? [telemetry] : []));
  }

  expire(): void {
    this.#abandon(this.#active.takeAbandoned());
  }

  expireAll(): void {
    this.#abandon(this.#active.takeAll());
  }

  clear(): void {
    this.#active.clear();
    this.lastStreamId = undefined;
  }

  /** undefined for what comes after a stream's end. */
  #recordFor(event: ReadEvent): StreamRecord | undefined {
    const record = this.#active.get(event.streamId);
    const isNew = event.type === 'SESSION_START' && event.get('isRetry') !== true && event.get('isFallback') !== true;
    if (record !== undefined && !(record.isFinished && isNew)) return record;
    if (record === undefined && this.#active.hasEnded(event.streamId) && !isNew) return undefined;
    if (record !== undefined) this.#abandon([record]);
    const { config } = this.#options;
    const begun = new StreamRecord(event.streamId, event.ts, config.metrics);
    begun.isSampled = isSampled(event.streamId, config.sampling.rate);
    this.#active.add(begun);
    this.expire();
    return begun;
  }

  #isVisible(record: StreamRecord): boolean {
    return record.isKept || record.isSampled || (record.hadError && this.#options.config.sampling.sampleErrors);
  }

  #settle(record: StreamRecord, isOver: boolean): void {
    const { config, statistics, log, onFinished, onOver } = this.#options;
    const isFirst = !record.isKept && isWorthKeeping(record, config.sampling);
    if (isFirst) record.isKept = true;
    if (isOver) {
      this.#active.end(record);
      if (record.isKept) onOver(record.telemetry);
      else {
        statistics.sampledOutStreams++;
        log.debug(() => `stream ${record.telemetry.streamId} ended; it is not sampled`);
      }
    }
    if (!isFirst) return;
    statistics.keptStreams++;
    onFinished(record.telemetry);
  }

  /** What had an error is kept, as far as it came. What had none tells nothing. */
  #abandon(records: readonly StreamRecord[]): void {
    const { statistics, log } = this.#options;
    for (const record of records) {
      if (!record.isFinished) {
        statistics.abandonedStreams++;
        log.warning(
          () => `stream ${record.telemetry.streamId} was abandoned: expected an event that ends it, got none`,
        );
        record.refresh();
      }
      if (record.isFinished || record.hadError) this.#settle(record, true);
    }
  }
}

/** Whether a stream is among those sampled. The same id is always decided the same way, in every process. */
export function isSampled(streamId: string, rate: number): boolean {
  return rate >= 1 || (rate > 0 && fractionOf(streamId) < rate);
}

/** Whether the record of a stream is kept: a sampled one that lasted long enough, one with an error, a slow one. */
export function isWorthKeeping(record: StreamRecord, options: StreamSamplingOptions): boolean {
  if (options.sampleErrors && record.hadError) return true;
  if (options.sampleSlow && record.elapsed > options.slowThreshold) return true;
  return record.isSampled && record.elapsed >= options.minDuration;
}

/** Where a text lies in [0, 1): FNV-1a, then MurmurHash3's finalizer, for ids that differ only in their last characters. */
function fractionOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
