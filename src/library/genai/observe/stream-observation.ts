import { log } from '../../../foundation/diagnostics/log.ts';
import { failureText } from '../guarded-call.ts';
import { laterRecording } from '../operation/deferred-recording.ts';
import type { StreamStatus } from '../operation/model-call.ts';
import type { ModelOperation } from '../operation/model-operation.ts';
import { type ChunkReader, StreamFacts } from '../operation/stream-result.ts';
import { isAbort } from '../operation/thrown-error.ts';
import { readerFor, readUnknown } from '../providers/chunk-readers.ts';
import { ChunkTimes } from './chunk-times.ts';
import { openObservations } from './open-observations.ts';
import type { StreamReport } from './stream-event-emitter.ts';

interface ReadResult {
  readonly done?: boolean | undefined;
  readonly value?: unknown;
}

/**
 * One stream, from the call that asks for it to its one end. It is told of chunks and ends, and never throws. It must not refer to the stream:
 * that nobody can read on is found by the stream's being collected.
 */
export class StreamObservation {
  readonly operation: ModelOperation;
  /** Says that the consumer, or a timeout, has aborted the stream. */
  signal: AbortSignal | undefined;
  /** Somebody has begun to read. */
  isBegun = false;
  readonly #facts = new StreamFacts();
  readonly #times: ChunkTimes;
  #reader: ChunkReader | undefined;
  readonly #reports: StreamReport[] = [];
  #isReady = false;

  constructor(
    operation: ModelOperation,
    { report, reader }: { report?: StreamReport | undefined; reader?: ChunkReader | undefined } = {},
  ) {
    this.operation = operation;
    this.#reader = reader;
    this.#times = new ChunkTimes(operation.startMillis, (intervals) => {
      laterRecording(() => operation.recordIntervals(intervals, this.#facts));
    });
    this.#facts.output = operation.content?.streamed();
    openObservations.add(this);
    if (report !== undefined) this.attach(report);
  }

  get isEnded(): boolean {
    return this.operation.isEnded;
  }

  /** One more who wants to hear of the stream: when it began, and its chunks from now on. */
  attach(report: StreamReport): void {
    if (this.isEnded) return;
    report.started(this.operation);
    if (this.#isReady) report.ready();
    this.#reports.push(report);
  }

  /** The stream is there to be read. */
  ready(): void {
    this.operation.answered();
    for (const report of this.#reports) report.ready();
    this.#isReady = true;
  }

  /** What an iterator or a reader has answered. */
  seen<R extends ReadResult>(result: R): R {
    if (result.done) this.finished();
    else this.chunk(result.value);
    return result;
  }

  chunk(chunk: unknown): void {
    if (this.operation.isEnded) return;
    const facts = this.#facts;
    const before = facts.outputChunks;
    let text: string | undefined;
    try {
      text = this.#readerOf(chunk)(chunk, facts);
    } catch (error) {
      log.debug(`a chunk of a stream: expected to be read, got "${failureText(error)}"; it is passed on as it is`);
    }
    this.#times.chunk(performance.now(), facts.outputChunks > before);
    if (this.#reports.length > 0) this.#tell(text);
    facts.endChunk();
  }

  /** Tools that are called in one chunk are told one by one, the content with the last of them. */
  #tell(text: string | undefined): void {
    const facts = this.#facts;
    for (; facts.hasMoreTools; facts.nextTool()) for (const report of this.#reports) report.chunk(undefined, facts);
    for (const report of this.#reports) report.chunk(text, facts);
  }

  /** The consumer wants no more. */
  stopped(): void {
    if (this.#facts.isOver) this.end('completed');
    else this.end(this.signal?.aborted ? 'aborted' : 'stopped');
  }

  /** The stream says that there is no more. */
  finished(): void {
    const isCut = this.#facts.isAborted || (this.signal?.aborted === true && !this.#facts.isOver);
    this.end(isCut ? 'aborted' : 'completed');
  }

  /** That the signal is aborted says nothing: SDKs abort their own request when its answer breaks. */
  failed(error: unknown): void {
    const isAborted = isAbort(error) || (this.signal?.aborted === true && error === this.signal.reason);
    this.end(isAborted ? 'aborted' : 'failed', error ?? new Error('unknown'));
  }

  /** The first call counts. */
  end(end: StreamStatus, error?: unknown): void {
    if (this.operation.isEnded) return;
    openObservations.delete(this);
    const failure = error ?? (end === 'aborted' ? this.#abortReason() : this.#facts.error);
    // An error that came as a chunk is how the stream ended, whatever the consumer made of it.
    const status = end !== 'aborted' && failure !== undefined ? 'failed' : end;
    try {
      this.#record(status, failure);
      for (const report of this.#reports) report.ended(status, this.#facts, failure);
    } catch (problem) {
      log.warn(`a stream: expected to be recorded, got "${failureText(problem)}"; its telemetry is incomplete`);
    }
  }

  #record(status: StreamStatus, failure: unknown): void {
    const facts = this.#facts;
    if (status !== 'completed') facts.output?.brokenOff();
    const isCounted = facts.usage.outputTokens === undefined && facts.outputChunks > 0;
    const tokens = isCounted ? facts.estimatedTokens : facts.usage.outputTokens;
    const rate = this.#times.tokensPerSecond(tokens);
    this.operation.end(facts, {
      failure,
      timeToFirstChunkSeconds: this.#times.timeToFirstChunkSeconds,
      estimatedOutputTokens: isCounted ? tokens : undefined,
      attributes: {
        ...this.#times.attributes(tokens),
        'l0.stream.status': status,
        'l0.stream.completed': status === 'completed',
      },
    });
    if (rate !== undefined) this.operation.recordRate(rate, facts);
    this.#times.takeIntervals();
  }

  #abortReason(): unknown {
    return this.signal?.reason ?? new DOMException('aborted', 'AbortError');
  }

  #readerOf(chunk: unknown): ChunkReader {
    this.#reader ??= readerFor(chunk);
    return this.#reader ?? readUnknown;
  }
}
