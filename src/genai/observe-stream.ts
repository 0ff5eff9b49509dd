import { currentTelemetry } from './current-telemetry.ts';
import { type Extract, readerOf } from './extracted-chunk.ts';
import type { ModelRequest } from './model-call.ts';
import { ModelOperation } from './model-operation.ts';
import { validateObserveOptions } from './observe-stream-options.ts';
import { iterable, observePromise } from './observed-promise.ts';
import { isStream, observe, watchOf } from './observed-stream.ts';
import type { StreamEventHandler } from './stream-event.ts';
import { StreamObservation } from './stream-observation.ts';
import { StreamReport } from './stream-report.ts';

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
