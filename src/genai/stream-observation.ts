import type { Attributes } from '@opentelemetry/api';
import { log } from '../diagnostics/log.ts';
import { readerFor, readUnknown } from './chunk-kinds.ts';
import { ChunkTimes } from './chunk-times.ts';
import type { StreamEnd } from './inference.ts';
import type { InferenceOperation } from './inference-operation.ts';
import { laterRecording } from './later-recording.ts';
import { openObservations } from './open-observations.ts';
import { type ChunkReader, StreamFacts } from './stream-facts.ts';
import type { StreamReport } from './stream-report.ts';

/**
 * One stream, from the call that asks for it to its one end. It is told of chunks and ends, and never throws. It must not refer to the stream:
 * that nobody can read on is found by the stream's being collected.
 */
export class StreamObservation {
  readonly operation: InferenceOperation;
  /** Says that the consumer, or a timeout, has aborted the stream. */
  signal: AbortSignal | undefined;
  /** Somebody has begun to read. */
  isBegun = false;
  readonly #facts = new StreamFacts();
  readonly #times: ChunkTimes;
  #reader: ChunkReader | undefined;
  #report: StreamReport | undefined;

  constructor(
    operation: InferenceOperation,
    { report, reader }: { report?: StreamReport | undefined; reader?: ChunkReader | undefined } = {},
  ) {
    this.operation = operation;
    this.#report = report;
    this.#reader = reader;
    this.#times = new ChunkTimes((latencies) => {
      laterRecording(() => {
        const attributes = operation.metricAttributes(this.#facts);
        operation.metrics.recordOutputChunks(latencies, attributes, operation.context);
      });
    });
    openObservations.add(this);
    report?.started();
  }

  get isEnded(): boolean {
    return this.operation.isEnded;
  }

  /** A second one who wants to hear of the stream, which is observed already: from now on. */
  attach(report: StreamReport): void {
    if (this.isEnded) return;
    report.started();
    this.#report = this.#report?.with(report) ?? report;
  }

  /** The stream is there to be read. */
  ready(): void {
    this.#report?.ready();
  }

  chunk(chunk: unknown): void {
    if (this.operation.isEnded) return;
    const facts = this.#facts;
    const before = facts.outputChunks;
    let text: string | undefined;
    try {
      text = this.#readerOf(chunk)(chunk, facts);
    } catch (error) {
      log.debug(`a chunk of a stream: expected to be read, got "${String(error)}"; it is passed on as it is`);
    }
    this.#times.chunk(performance.now(), facts.outputChunks > before);
    if (this.#report !== undefined) this.#report.chunk(text, facts);
    facts.toolName = undefined;
  }

  /** The consumer wants no more. */
  stopped(): void {
    if (this.#facts.isOver) this.end('complete');
    else this.end(this.signal?.aborted ? 'abort' : 'break');
  }

  /** The stream says that there is no more. */
  finished(): void {
    const isCut = this.#facts.isAborted || (this.signal?.aborted === true && !this.#facts.isOver);
    this.end(isCut ? 'abort' : 'complete');
  }

  failed(error: unknown): void {
    this.end(this.signal?.aborted || isAbort(error) ? 'abort' : 'error', error ?? new Error('unknown'));
  }

  /** The first call counts. */
  end(end: StreamEnd, error?: unknown): void {
    if (this.operation.isEnded) return;
    openObservations.delete(this);
    const facts = this.#facts;
    const failure =
      error ?? (end === 'abort' ? (this.signal?.reason ?? new DOMException('aborted', 'AbortError')) : facts.error);
    const outcome: StreamEnd = end === 'complete' && failure !== undefined ? 'error' : end;
    try {
      this.operation.end(facts, failure, this.#attributes(outcome));
      this.#recordTimes();
      this.#report?.ended(outcome, facts, failure);
    } catch (problem) {
      log.warn(`a stream: expected to be recorded, got "${String(problem)}"; its telemetry is incomplete`);
    }
  }

  #readerOf(chunk: unknown): ChunkReader {
    this.#reader ??= readerFor(chunk);
    return this.#reader ?? readUnknown;
  }

  #attributes(end: StreamEnd): Attributes {
    const attributes: Attributes = { 'otelier.stream.end': end, 'l0.stream.completed': end === 'complete' };
    const { firstChunk, firstOutput } = this.#times;
    const { startMillis } = this.operation;
    if (firstChunk !== undefined)
      attributes['gen_ai.response.time_to_first_chunk'] = (firstChunk - startMillis) / 1_000;
    if (firstOutput !== undefined) attributes['l0.time_to_first_token_ms'] = firstOutput - startMillis;
    const facts = this.#facts;
    if (facts.usage.outputTokens === undefined && facts.outputChunks > 0) {
      attributes['gen_ai.usage.output_tokens'] = facts.estimatedTokens;
      attributes['otelier.usage.estimated'] = true;
    }
    const rate = this.#tokensPerSecond();
    if (rate !== undefined) attributes['l0.tokens_per_second'] = rate;
    const latency = this.#times.summary();
    if (latency !== undefined) {
      attributes['otelier.stream.inter_token_latency.mean'] = latency.mean;
      attributes['otelier.stream.inter_token_latency.p50'] = latency.p50;
      attributes['otelier.stream.inter_token_latency.p99'] = latency.p99;
    }
    return attributes;
  }

  /** From the request to the last token: chunks that arrive together would have any rate among themselves. */
  #tokensPerSecond(): number | undefined {
    const { lastOutput } = this.#times;
    if (lastOutput === undefined) return undefined;
    const seconds = (lastOutput - this.operation.startMillis) / 1_000;
    return seconds > 0 ? (this.#facts.usage.outputTokens ?? this.#facts.estimatedTokens) / seconds : undefined;
  }

  #recordTimes(): void {
    const { metrics, context, startMillis } = this.operation;
    const attributes = this.operation.metricAttributes(this.#facts);
    const { firstChunk } = this.#times;
    if (firstChunk !== undefined) metrics.recordFirstChunk((firstChunk - startMillis) / 1_000, attributes, context);
    const rate = this.#tokensPerSecond();
    if (rate !== undefined) metrics.recordRate(rate, attributes, context);
    this.#times.takeLatencies();
  }
}

/** By name: each SDK has its own class, of Node's it is a DOMException. */
function isAbort(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'AbortError' || error.constructor.name === 'APIUserAbortError';
}
