import {
  callback,
  type OptionRule,
  type OptionRules,
  validateOptions,
} from '../../../foundation/diagnostics/options.ts';
import type { StreamEventHandler } from '../events/stream-event.ts';
import type { ModelRequest } from '../operation/model-call.ts';
import { ModelOperation } from '../operation/model-operation.ts';
import { currentTelemetry } from '../operation/operation-telemetry.ts';
import { type Extract, readerOf } from '../providers/extracted-chunk.ts';
import { iterable, observePromise } from './observed-promise.ts';
import { isStream, observe, watchOf } from './observed-stream.ts';
import { StreamReport } from './stream-event-emitter.ts';
import { StreamObservation } from './stream-observation.ts';

export interface ObserveStreamOptions<T = unknown> {
  /** The model that was asked for. */
  readonly model: string;
  /** `openai`, `anthropic`, `aws.bedrock`, … https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/ */
  readonly provider: string;
  /** @default 'chat' */
  readonly operation?: string;
  /** Gets the events of the stream; `StreamMonitor.handleEvent` is one. What it throws is logged once. */
  readonly onEvent?: StreamEventHandler;
  /** What a chunk says, for streams whose chunks are not known. @default chunks of openai, Anthropic, the Vercel AI SDK, and texts */
  readonly extract?: Extract<T>;
}

type Item<S> = S extends AsyncIterable<infer T> ? T : unknown;

/**
 * Watches the stream of a model: one span from here to the stream's one end (read to its end, `break`, an error, an abort, or nobody reading it), metrics,
 * and its events. Answers the same object, which the consumer reads as without this. A promise of a stream can be awaited as before, or iterated.
 *
 * A stream that otelier's instrumentation of its SDK watches already gets no second span; its events come all the same.
 * @throws {TypeError} on options of the wrong kind, naming the option, and on something that is no stream
 */
export function observeStream<S extends AsyncIterable<unknown>>(stream: S, options: ObserveStreamOptions<Item<S>>): S;
export function observeStream<P extends PromiseLike<AsyncIterable<unknown>>>(
  stream: P,
  options: ObserveStreamOptions<Item<Awaited<P>>>,
): P & AsyncIterable<Item<Awaited<P>>>;
export function observeStream(stream: object, options: ObserveStreamOptions<never>): object {
  validateObserveOptions(stream, options);
  const { model, provider, operation = 'chat', onEvent, extract } = options;
  const request: ModelRequest = { operation, provider, request: { model, stream: true } };
  const report = onEvent && new StreamReport(onEvent, request);
  const running = watchOf(stream);
  if (running !== undefined) {
    if (report !== undefined) running.attach(report);
    return isStream(stream) ? stream : iterable(stream as PromiseLike<unknown>);
  }
  const observation = new StreamObservation(new ModelOperation(currentTelemetry(), request), {
    report,
    reader: extract && readerOf(extract as Extract<unknown>),
  });
  const inside = { isRunInside: !isRequested(stream) };
  return isStream(stream)
    ? observe(stream, observation, inside)
    : observePromise(stream as PromiseLike<unknown>, observation, inside);
}

/** A stream of an SDK, whose one request was made before it came about: nothing that is read of it makes calls. */
const isRequested = (stream: { readonly controller?: unknown }): boolean =>
  stream.controller instanceof AbortController;

const name: OptionRule = { expected: 'a text', holds: (value) => typeof value === 'string' && value !== '' };

const RULES: OptionRules = { model: name, provider: name, operation: name, onEvent: callback, extract: callback };

/** @throws {TypeError} naming what was expected and what was given */
export function validateObserveOptions(stream: unknown, options: unknown): void {
  if (!isReadable(stream))
    throw new TypeError(
      `observeStream: expected an AsyncIterable, a ReadableStream or a promise of one, got ${stream === null ? 'null' : typeof stream}`,
    );
  validateOptions('observeStream', options, RULES);
  for (const required of ['model', 'provider'])
    if ((options as Record<string, unknown>)[required] === undefined)
      throw new TypeError(`observeStream: expected the option ${required} to be ${name.expected}, got undefined`);
}

function isReadable(stream: unknown): boolean {
  if (typeof stream !== 'object' || stream === null) return false;
  const { then } = stream as { then?: unknown };
  return typeof then === 'function' || Symbol.asyncIterator in stream || stream instanceof ReadableStream;
}
