import { type ActiveStreamLimits, ActiveStreams } from './active-streams.ts';
import { applyEvent, isLastWord } from './event-effects.ts';
import type { MonitorLog } from './monitor-log.ts';
import type { MonitorStatistics } from './monitor-statistics.ts';
import type { MonitoringConfig } from './monitoring-config.ts';
import { type ReadEvent, readStreamEvent } from './stream-event.ts';
import { isStreamEventType } from './stream-event-type.ts';
import { StreamRecord } from './stream-record.ts';
import { isSampled, isWorthKeeping } from './stream-sampling.ts';
import type { Telemetry } from './telemetry.ts';

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
