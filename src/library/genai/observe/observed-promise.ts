import { type CallWatch, rethrowing } from './call-observer.ts';
import type { IterationOptions } from './observed-iterator.ts';
import { isStream, observe, rememberObservation } from './observed-stream.ts';
import { whenAbandoned } from './open-observations.ts';
import { override, overrideMethod } from './own-property.ts';
import type { StreamObservation } from './stream-observation.ts';
import { watchThenable } from './unread-promise.ts';

/** The promise of openai's and Anthropic's clients: it parses the body when, and only when, somebody waits for it. */
interface ApiPromise extends Promise<unknown> {
  responsePromise: Promise<unknown>;
  parseResponse: (...args: unknown[]) => unknown;
  readonly parsedPromise?: unknown;
  /** A promise of what a function makes of the answer. */
  readonly _thenUnwrap?: Unwrap;
}

type Transform = (value: unknown, ...more: unknown[]) => unknown;
type Unwrap = (transform: Transform) => unknown;

export function isApiPromise(value: unknown): value is ApiPromise {
  if (!(value instanceof Promise)) return false;
  const { responsePromise, parseResponse } = value as Partial<ApiPromise>;
  return responsePromise instanceof Promise && typeof parseResponse === 'function';
}

/**
 * Watches the answer of a call without asking for it: the body is read once, by whoever waits, and what nobody handles stays unhandled. The promise is
 * the same object, so that `parse()`, `withResponse()` and `asResponse()` are the SDK's own.
 */
export function watchApiPromise(promise: ApiPromise, watch: CallWatch): void {
  const state: ParseState = { isBegun: false, isAnswered: false, isForgotten: false };
  override(promise, 'responsePromise', watchedResponse(promise.responsePromise, state, watch));
  const parse = watchedParse(promise.parseResponse, state, watch);
  override(promise, 'parseResponse', parse);
  // Some versions hand the function on, and let go of the promise.
  endUnparsed(parse, state, watch);
  if (Object.hasOwn(promise, '_thenUnwrap')) watchUnwrapped(promise, state, watch);
  overrideMethod<() => Promise<unknown>>(promise, 'asResponse', async (original, self, args) => {
    const response = await Reflect.apply(original, self, args);
    if (!state.isBegun && promise.parsedPromise === undefined) watch.unread();
    return response;
  });
}

/** Since openai 7 a promise made of another one asks neither that one nor what parses for it. */
function watchUnwrapped(promise: ApiPromise, state: ParseState, watch: CallWatch): void {
  overrideMethod<Unwrap>(promise, '_thenUnwrap', (original, self, [transform]) => {
    state.isBegun = true;
    const seen: Transform = (value, ...more) => transform(watch.answered(value), ...more);
    const made = Reflect.apply(original, self, [seen]);
    if (isApiPromise(made)) watchApiPromise(made, { ...watch, answered: (value) => value });
    return made;
  });
}

interface ParseState {
  isBegun: boolean;
  /** The server has, or the request has failed. */
  isAnswered: boolean;
  /** Nobody can ask for the answer any more. */
  isForgotten: boolean;
}

function watchedResponse(response: Promise<unknown>, state: ParseState, watch: CallWatch): Promise<unknown> {
  return response.then((value) => {
    state.isAnswered = true;
    if (state.isForgotten) watch.abandoned();
    return value;
  }, rethrowing(watch));
}

type Parse = (this: unknown, ...args: unknown[]) => unknown;

function watchedParse(parse: Parse, state: ParseState, watch: CallWatch): Parse {
  const rethrow = rethrowing(watch);
  return function (...args) {
    state.isBegun = true;
    const parsed = parse.apply(this, args);
    return parsed instanceof Promise ? parsed.then(watch.answered, rethrow) : watch.answered(parsed);
  };
}

/** A request under way may still fail. */
function endUnparsed(parse: Parse, state: ParseState, { abandoned }: CallWatch): void {
  whenAbandoned(parse, () => {
    state.isForgotten = !state.isBegun;
    if (state.isForgotten && state.isAnswered) abandoned();
  });
}

/** Watches the stream that a promise is of. The promise can be iterated itself. */
export function observePromise(
  promise: PromiseLike<unknown>,
  observation: StreamObservation,
  options: IterationOptions,
): object {
  const watch = streamWatch(observation, options);
  const watched = isApiPromise(promise) ? promise : watchThenable(promise, watch);
  if (isApiPromise(promise)) watchApiPromise(promise, watch);
  for (const each of new Set([promise, watched])) rememberObservation(each, observation);
  return iterable(watched);
}

/** A promise of a stream, which can be iterated as well from now on. */
export function iterable(promise: PromiseLike<unknown>): object {
  if (!(Symbol.asyncIterator in promise))
    override(promise, Symbol.asyncIterator, async function* () {
      yield* (await promise) as AsyncIterable<unknown>;
    });
  return promise;
}

export function streamWatch(observation: StreamObservation, options: IterationOptions): CallWatch {
  return {
    answered(value) {
      if (isStream(value)) return observe(value, observation, options);
      observation.finished();
      return value;
    },
    failed: (error) => observation.failed(error),
    unread: () => observation.end('completed'),
    abandoned: () => observation.end('abandoned'),
  };
}
