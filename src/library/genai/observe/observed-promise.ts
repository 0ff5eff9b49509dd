import { onCollected, registerObserver } from './observation-registry.ts';
import type { IterationOptions, ReadObserver } from './observed-iterator.ts';
import { isStream, observeStreamObject } from './observed-stream.ts';
import { override, overrideMethod } from './own-property.ts';
import { observeBody } from './response-body.ts';
import type { StreamObservation } from './stream-observation.ts';

/** Receives the outcome of a call. */
export interface CallObserver {
  /** Returns the response that the application gets: the same object, or a wrapper. */
  readonly resolved: (response: unknown) => unknown;
  readonly failed: (error: unknown) => void;
  /** The response has a form that is not read here. */
  readonly unread: () => void;
  /** Nothing waits for the response any more. */
  readonly abandoned: () => void;
  /** Observes the body of a response that the SDK does not parse. */
  readonly observeBytes: () => ReadObserver;
}

/** Reports a rejection and rejects again. */
export function rethrowing(observer: { failed(error: unknown): void }): (error: unknown) => never {
  return (error) => {
    observer.failed(error);
    throw error;
  };
}

/** The promise of openai's and Anthropic's clients. It parses the body only if something waits for it. */
interface ApiPromise extends Promise<unknown> {
  responsePromise: Promise<unknown>;
  parseResponse: (...args: unknown[]) => unknown;
  readonly parsedPromise?: unknown;
  /** Makes a promise of what a function makes of the response. */
  readonly _thenUnwrap?: Unwrap;
}

type Transform = (value: unknown, ...more: unknown[]) => unknown;
type Unwrap = (transform: Transform) => unknown;
type Parse = (this: unknown, ...args: unknown[]) => unknown;

export function isApiPromise(value: unknown): value is ApiPromise {
  if (!(value instanceof Promise)) return false;
  const { responsePromise, parseResponse } = value as Partial<ApiPromise>;
  return responsePromise instanceof Promise && typeof parseResponse === 'function';
}

/**
 * Observes the response of a call without waiting for it, so that the body is read once and an unhandled rejection stays unhandled. The promise is the
 * same object: `parse()`, `withResponse()` and `asResponse()` stay the SDK's own.
 */
export function observeApiPromise(promise: ApiPromise, observer: CallObserver): void {
  const state: ParseState = { isParsed: false, hasResponse: false, isCollected: false, isRaw: false };
  override(promise, 'responsePromise', observedResponse(promise.responsePromise, state, observer));
  const parse = observedParse(promise.parseResponse, state, observer);
  override(promise, 'parseResponse', parse);
  // Some versions pass the function on and drop the promise.
  endUnparsed(parse, state, observer);
  if (Object.hasOwn(promise, '_thenUnwrap')) observeUnwrapped(promise, state, observer);
  for (const name of ['asResponse', '_responseProps']) observeRawResponse(promise, name, state, observer);
}

/** Observes the response that a method returns unparsed, if the promise itself does not parse it: something else reads its body. */
function observeRawResponse(promise: ApiPromise, name: string, state: ParseState, observer: CallObserver): void {
  overrideMethod<() => Promise<unknown>>(promise, name, async (original, self, args) => {
    const result = await Reflect.apply(original, self, args);
    if (state.isParsed || state.isRaw || promise.parsedPromise !== undefined) return result;
    state.isRaw = true;
    const response = name === 'asResponse' ? result : (result as { response?: unknown } | undefined)?.response;
    const isReplaced = (): boolean => state.isParsed;
    if (!observeBody(response, observer.observeBytes(), isReplaced)) observer.unread();
    return result;
  });
}

/** Since openai 7 a promise that is made of another one uses neither that one nor its parse function. */
function observeUnwrapped(promise: ApiPromise, state: ParseState, observer: CallObserver): void {
  overrideMethod<Unwrap>(promise, '_thenUnwrap', (original, self, [transform]) => {
    state.isParsed = true;
    const observed: Transform = (value, ...more) => transform(observer.resolved(value), ...more);
    const made = Reflect.apply(original, self, [observed]);
    if (isApiPromise(made)) observeApiPromise(made, { ...observer, resolved: (value) => value });
    return made;
  });
}

interface ParseState {
  isParsed: boolean;
  /** The server has responded, or the request has failed. */
  hasResponse: boolean;
  isCollected: boolean;
  /** Something got the response unparsed. */
  isRaw: boolean;
}

function observedResponse(response: Promise<unknown>, state: ParseState, observer: CallObserver): Promise<unknown> {
  return response.then((value) => {
    state.hasResponse = true;
    if (state.isCollected) observer.abandoned();
    return value;
  }, rethrowing(observer));
}

function observedParse(parse: Parse, state: ParseState, observer: CallObserver): Parse {
  const rethrow = rethrowing(observer);
  return function (...args) {
    state.isParsed = true;
    const parsed = parse.apply(this, args);
    return parsed instanceof Promise ? parsed.then(observer.resolved, rethrow) : observer.resolved(parsed);
  };
}

/** Ends a call whose promise is collected before anything parsed the response. A pending request may still fail, and its promise is collected later. */
function endUnparsed(parse: Parse, state: ParseState, { abandoned }: CallObserver): void {
  onCollected(parse, () => {
    state.isCollected = !state.isParsed && !state.isRaw;
    if (state.isCollected && state.hasResponse) abandoned();
  });
}

/** Observes the stream that a promise resolves to. The promise itself becomes iterable. */
export function observePromise(
  promise: PromiseLike<unknown>,
  observation: StreamObservation,
  options: IterationOptions,
): object {
  const observer = streamObserver(observation, options);
  const observed = isApiPromise(promise) ? promise : observePromiseLike(promise, observer);
  if (isApiPromise(promise)) observeApiPromise(promise, observer);
  for (const each of new Set([promise, observed])) registerObserver(each, observation);
  return iterable(observed);
}

/** Makes a promise of a stream iterable. */
export function iterable(promise: PromiseLike<unknown>): object {
  if (!(Symbol.asyncIterator in promise))
    override(promise, Symbol.asyncIterator, async function* () {
      yield* (await promise) as AsyncIterable<unknown>;
    });
  return promise;
}

export function streamObserver(observation: StreamObservation, options: IterationOptions): CallObserver {
  return {
    resolved(value) {
      if (isStream(value)) return observeStreamObject(value, observation, options);
      observation.finished();
      return value;
    },
    failed: (error) => observation.failed(error),
    unread: () => observation.end('completed'),
    abandoned: () => observation.end('abandoned'),
    observeBytes: () => observation.observeEvents(),
  };
}

type Then = PromiseLike<unknown>['then'];

/**
 * Observes a promise that is not an SDK's own. It is the same object, and no further promise is made of it, so a rejection stays the application's to
 * handle. A promise that allows no change gets a replacement.
 */
function observePromiseLike(promise: PromiseLike<unknown>, observer: CallObserver): PromiseLike<unknown> {
  const outcome = new SharedOutcome(observer);
  onCollected(promise, outcome.abandoned);
  if (!Object.isExtensible(promise)) return replacementPromise(promise, outcome);
  // `await` reads a plain promise without calling any method, so it is read here first. Other promises run their `then` only if the application calls it.
  if (isPlainPromise(promise)) promise.then(outcome.resolved, outcome.failed);
  else observeMethods(promise, outcome);
  return promise;
}

const isPlainPromise = (promise: PromiseLike<unknown>): promise is Promise<unknown> =>
  promise instanceof Promise && promise.constructor === Promise && promise.then === Promise.prototype.then;

/** The outcome of a promise: observed once, and the same for every `then`. */
class SharedOutcome {
  readonly #observer: CallObserver;
  #isKnown = false;
  #value: unknown;

  constructor(observer: CallObserver) {
    this.#observer = observer;
  }

  readonly resolved = (value: unknown): unknown => {
    if (!this.#isKnown) this.#value = this.#observer.resolved(value);
    this.#isKnown = true;
    return this.#value;
  };

  readonly failed = (error: unknown): void => {
    this.#isKnown = true;
    this.#observer.failed(error);
  };

  readonly abandoned = (): void => {
    if (!this.#isKnown) this.#observer.abandoned();
  };
}

function observeMethods(promise: PromiseLike<unknown>, { resolved, failed }: SharedOutcome): void {
  overrideMethod<Then>(promise, 'then', (original, _, [onFulfilled, onRejected]) => {
    const fulfilled = (value: unknown): unknown => (onFulfilled ? onFulfilled(resolved(value)) : resolved(value));
    const rejected = (error: unknown): unknown => {
      failed(error);
      if (onRejected) return onRejected(error);
      throw error;
    };
    return Reflect.apply(original, promise, [fulfilled, rejected]) as never;
  });
  // The `catch` and `finally` of a subclass may not call `then`.
  const { catch: caught, finally: settled } = promise as Partial<Promise<unknown>>;
  if (caught && caught !== Promise.prototype.catch)
    override(promise, 'catch', (onRejected: never) => promise.then(undefined, onRejected));
  if (settled && settled !== Promise.prototype.finally)
    override(promise, 'finally', (end: never) => Promise.resolve(promise.then((value) => value)).finally(end));
}

function replacementPromise(promise: PromiseLike<unknown>, outcome: SharedOutcome): Promise<unknown> {
  const made = Promise.resolve(promise).then(outcome.resolved, rethrowing(outcome));
  // The application may continue with the original promise.
  made.catch(() => {});
  return made;
}
