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
import { observerOf } from './observation-registry.ts';
import { iterable, observePromise } from './observed-promise.ts';
import { isStream, observeStreamObject } from './observed-stream.ts';
import { StreamEventEmitter } from './stream-event-emitter.ts';
import { StreamObservation } from './stream-observation.ts';

export interface ObserveStreamOptions<T = unknown> {
  /** The requested model. */
  readonly model: string;
  /** `openai`, `anthropic`, `aws.bedrock`, … https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/ */
  readonly provider: string;
  /** @default 'chat' */
  readonly operation?: string;
  /** Receives the events of the stream, for example `StreamMonitor.handleEvent`. Its first error is logged. */
  readonly onEvent?: StreamEventHandler;
  /** Reads a chunk of a form that otelier does not know. @default reads chunks of openai, Anthropic and the Vercel AI SDK, and strings */
  readonly extract?: Extract<T>;
}

type Item<S> = S extends AsyncIterable<infer T> ? T : unknown;

/**
 * Observes the stream of a model: one span from this call to the stream's one end (read to its end, `break`, an error, an abort, or nothing reads it),
 * metrics, and events. Returns the same object, which the consumer reads as before. A promise of a stream can be awaited as before, or iterated.
 *
 * A stream that otelier's instrumentation of its SDK observes already gets no second span, but its events.
 * @throws {TypeError} if an option is of the wrong kind, naming the option, and if the first argument is no stream
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
  const emitter = onEvent && new StreamEventEmitter(onEvent, request);
  const observer = observerOf(stream);
  if (observer !== undefined) {
    if (emitter !== undefined) observer.attach(emitter);
    return isStream(stream) ? stream : iterable(stream as PromiseLike<unknown>);
  }
  const observation = new StreamObservation(new ModelOperation(currentTelemetry(), request), {
    emitter,
    reader: extract && readerOf(extract as Extract<unknown>),
  });
  const iteration = { context: isRequested(stream) ? undefined : observation.operation.context };
  return isStream(stream)
    ? observeStreamObject(stream, observation, iteration)
    : observePromise(stream as PromiseLike<unknown>, observation, iteration);
}

/** Whether an SDK made the request of a stream already, so that reading it makes no calls. */
const isRequested = (stream: { readonly controller?: unknown }): boolean =>
  stream.controller instanceof AbortController;

const name: OptionRule = {
  expected: 'a non-empty string',
  holds: (value) => typeof value === 'string' && value !== '',
};

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
