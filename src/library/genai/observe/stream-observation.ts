import { failureText, logOnce } from '../guarded-call.ts';
import { deferRecording } from '../operation/deferred-recording.ts';
import type { StreamStatus } from '../operation/model-call.ts';
import type { ModelOperation } from '../operation/model-operation.ts';
import { type ChunkReader, StreamResult } from '../operation/stream-result.ts';
import { isAbort } from '../operation/thrown-error.ts';
import { readerFor, readUnknown } from '../providers/chunk-readers.ts';
import { ChunkTimes } from './chunk-times.ts';
import { openObservations, type StreamObserver } from './observation-registry.ts';
import type { ReadObserver, ReadResult } from './observed-iterator.ts';
import { EventStreamReader } from './response-body.ts';
import type { StreamEventEmitter } from './stream-event-emitter.ts';

/**
 * One stream, from the call that requests it to its one end. It never throws. It must not refer to the stream, because an abandoned stream is found by
 * its garbage collection.
 */
export class StreamObservation implements ReadObserver, StreamObserver {
  readonly operation: ModelOperation;
  /** Shows whether the consumer or a timeout has aborted the stream. */
  signal: AbortSignal | undefined;
  isStarted = false;
  readonly #result = new StreamResult();
  readonly #times: ChunkTimes;
  #reader: ChunkReader | undefined;
  readonly #emitters: StreamEventEmitter[] = [];
  #isReady = false;

  constructor(
    operation: ModelOperation,
    { emitter, reader }: { emitter?: StreamEventEmitter | undefined; reader?: ChunkReader | undefined } = {},
  ) {
    this.operation = operation;
    this.#reader = reader;
    this.#times = new ChunkTimes(operation.startMillis, (intervals) => {
      deferRecording(() => operation.recordChunkIntervals(intervals, this.#result));
    });
    this.#result.output = operation.content?.createBuffer();
    openObservations.add(this);
    if (emitter !== undefined) this.attach(emitter);
  }

  get isEnded(): boolean {
    return this.operation.isEnded;
  }

  /** Adds an emitter, which reports the start of the stream and the chunks from now on. */
  attach(emitter: StreamEventEmitter): void {
    if (this.isEnded) return;
    emitter.started(this.operation);
    if (this.#isReady) emitter.ready();
    this.#emitters.push(emitter);
  }

  /** The response has begun. */
  ready(): void {
    if (this.#isReady) return;
    this.operation.responseStarted();
    for (const emitter of this.#emitters) emitter.ready();
    this.#isReady = true;
  }

  /** An observer of the bytes of the response, for a stream that the SDK does not parse. */
  observeEvents(): ReadObserver {
    this.ready();
    return new EventStreamReader(this);
  }

  /** A result of an iterator or a reader. */
  observeResult(result: ReadResult): void {
    if (result.done) this.finished();
    else this.chunk(result.value);
  }

  chunk(chunk: unknown): void {
    if (this.operation.isEnded) return;
    const result = this.#result;
    const before = result.outputChunks;
    let text: string | undefined;
    try {
      text = this.#readerOf(chunk)(chunk, result);
    } catch (error) {
      logOnce('debug', 'chunk', () => unreadable(error));
    }
    this.#times.chunk(performance.now(), result.outputChunks > before);
    if (this.#emitters.length > 0) this.#emit(text);
    result.endChunk();
  }

  /** Each tool call of one chunk is an event, and the content comes with the last of them. */
  #emit(text: string | undefined): void {
    const result = this.#result;
    for (; result.hasMoreTools; result.nextTool())
      for (const emitter of this.#emitters) emitter.chunk(undefined, result);
    for (const emitter of this.#emitters) emitter.chunk(text, result);
  }

  /** The consumer wants no more. */
  stopped(): void {
    if (this.#result.isOver) this.end('completed');
    else this.end(this.signal?.aborted ? 'aborted' : 'stopped');
  }

  /** The stream has no more chunks. */
  finished(): void {
    const isCut = this.#result.isAborted || (this.signal?.aborted === true && !this.#result.isOver);
    this.end(isCut ? 'aborted' : 'completed');
  }

  /** An aborted signal alone does not count: SDKs abort their own request when its response breaks off. */
  failed(error: unknown): void {
    const isAborted = isAbort(error) || (this.signal?.aborted === true && error === this.signal.reason);
    this.end(isAborted ? 'aborted' : 'failed', error ?? new Error('unknown'));
  }

  /** Ends the stream. Only the first call counts. */
  end(end: StreamStatus, error?: unknown): void {
    if (this.operation.isEnded) return;
    openObservations.delete(this);
    const failure = error ?? (end === 'aborted' ? this.#abortReason() : this.#result.error);
    // A stream that reported an error in a chunk has failed, whatever its consumer did.
    const status = end !== 'aborted' && failure !== undefined ? 'failed' : end;
    try {
      this.#record(status, failure);
      for (const emitter of this.#emitters) emitter.ended(status, this.#result, failure);
    } catch (problem) {
      const message = `a stream: expected its end to be recorded, got "${failureText(problem)}"; its telemetry is incomplete`;
      logOnce('warn', 'end of a stream', () => message);
    }
  }

  #record(status: StreamStatus, failure: unknown): void {
    const result = this.#result;
    if (status !== 'completed') result.output?.truncate();
    const isEstimated = result.usage.outputTokens === undefined && result.outputChunks > 0;
    const tokens = isEstimated ? result.estimatedTokens : result.usage.outputTokens;
    this.operation.end(result, {
      failure,
      timeToFirstChunkSeconds: this.#times.timeToFirstChunkSeconds,
      estimatedOutputTokens: isEstimated ? tokens : undefined,
      tokensPerSecond: this.#times.tokensPerSecond(tokens),
      attributes: {
        ...this.#times.attributes(tokens),
        'l0.stream.status': status,
        'l0.stream.completed': status === 'completed',
      },
    });
    this.#times.flush();
  }

  #abortReason(): unknown {
    return this.signal?.reason ?? new DOMException('aborted', 'AbortError');
  }

  #readerOf(chunk: unknown): ChunkReader {
    this.#reader ??= readerFor(chunk);
    return this.#reader ?? readUnknown;
  }
}

const unreadable = (error: unknown): string =>
  `a chunk of a stream: expected a known form, got "${failureText(error)}"; it is passed on unchanged and its content is not counted`;
