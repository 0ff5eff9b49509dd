import { context, createContextKey } from '@opentelemetry/api';
import { registerObserver, type StreamObserver } from './observation-registry.ts';
import { overrideMethod } from './own-property.ts';
import type { StreamEventEmitter } from './stream-event-emitter.ts';
import type { StreamObservation } from './stream-observation.ts';

/**
 * A stream that an SDK's helper returns, which reads itself and emits events: `chat.completions.stream()` and `responses.stream()` of openai,
 * `messages.stream()` of Anthropic.
 */
export interface StreamHelper extends AsyncIterable<unknown> {
  readonly controller?: AbortController;
  _emit(event: string, ...args: unknown[]): unknown;
}

/** The events that carry each chunk as the provider sent it. */
const CHUNK_EVENTS = new Set(['chunk', 'streamEvent', 'event']);

export function isStreamHelper(stream: object): stream is StreamHelper {
  return typeof (stream as Partial<StreamHelper>)._emit === 'function' && Symbol.asyncIterator in stream;
}

/** Observes a helper's `_emit`, since a helper runs whether or not something iterates. An error listener would hide unhandled errors. */
export function observeHelper(stream: StreamHelper, observation: StreamObservation): void {
  observation.isStarted = true;
  overrideMethod<StreamHelper['_emit']>(stream, '_emit', (original, self, args) => {
    const [event, value] = args;
    if (CHUNK_EVENTS.has(event)) observation.chunk(value);
    else if (event === 'error' || event === 'abort') observation.failed(value);
    else if (event === 'end') observation.finished();
    return Reflect.apply(original, self, args);
  });
  observeBreak(stream, observation);
}

/** Reports that the consumer of a helper stops; the helper then aborts its own request. */
function observeBreak(stream: StreamHelper, observer: { stopped(): void }): void {
  overrideMethod<() => AsyncIterator<unknown>>(stream, Symbol.asyncIterator, (original, self, args) => {
    const iterator = Reflect.apply(original, self, args);
    overrideMethod<NonNullable<AsyncIterator<unknown>['return']>>(iterator, 'return', (end, _, values) => {
      observer.stopped();
      return end.apply(iterator, values);
    });
    return iterator;
  });
}

const HELPER = createContextKey('otelier stream helper');

/** Observes a helper of an SDK, which makes its requests later and by itself. */
export class HelperObserver implements StreamObserver {
  /** The helper's signal, which it passes to each of its requests; undefined while the helper is being constructed. */
  signal: unknown;
  #current: StreamObservation | undefined;
  readonly #emitters: StreamEventEmitter[] = [];

  /** The helper has made a request. A helper may make several, each of which is a stream with events of its own. */
  requestStarted(observation: StreamObservation): void {
    this.#current = observation;
    for (const emitter of this.#emitters) observation.attach(emitter.fork());
  }

  attach(emitter: StreamEventEmitter): void {
    this.#emitters.push(emitter);
    this.#current?.attach(emitter.fork());
  }

  stopped(): void {
    this.#current?.stopped();
  }
}

/** The observer of the helper that makes the current call. */
export const activeHelper = (): HelperObserver | undefined =>
  context.active().getValue(HELPER) as HelperObserver | undefined;

/**
 * Makes a call to which the caller passed `signal`. The listeners and tools of a helper run in its context too, but their calls are not the helper's: only
 * its own calls have its signal.
 */
export function detachFromHelper<T>(signal: unknown, call: () => T): T {
  const helper = activeHelper();
  const isOfHelper = helper?.signal === undefined || signal === helper.signal;
  return isOfHelper ? call() : context.with(context.active().deleteValue(HELPER), call);
}

/** Constructs a helper with `construct` and observes it. When its consumer stops, the current request counts as stopped and not as aborted. */
export function observeHelperCall<T>(construct: () => T): T {
  const observer = new HelperObserver();
  const helper = context.with(context.active().setValue(HELPER, observer), construct);
  if (typeof helper !== 'object' || helper === null) return helper;
  if (isStreamHelper(helper)) {
    observer.signal = helper.controller?.signal;
    observeBreak(helper, observer);
    registerObserver(helper, observer);
  } else observeTurns(helper);
  return helper;
}

/** The observations of requests by the signal that was passed to them, which is the one of their helper. */
const bySignal = new WeakMap<object, StreamObservation>();

export function registerSignal(signal: unknown, observation: StreamObservation): void {
  if (signal instanceof AbortSignal) bySignal.set(signal, observation);
}

/** Anthropic's `toolRunner()` and `thread()` are no streams: the one yields the helper of each turn, the other returns it. */
function observeTurns(helper: object): void {
  overrideMethod<() => AsyncIterator<unknown>>(helper, Symbol.asyncIterator, (original, self, args) => {
    const iterator = Reflect.apply(original, self, args);
    let turn: StreamHelper | undefined;
    overrideMethod<AsyncIterator<unknown>['next']>(iterator, 'next', (next, _, values) =>
      next.apply(iterator, values).then((result) => {
        turn = observeTurn(result.value);
        return result;
      }),
    );
    overrideMethod<NonNullable<AsyncIterator<unknown>['return']>>(iterator, 'return', (end, _, values) => {
      if (turn !== undefined) observationOf(turn)?.stopped();
      return end.apply(iterator, values);
    });
    return iterator;
  });
  for (const name of ['stream', 'toolRunner'])
    overrideMethod<(...args: unknown[]) => object>(helper, name, (original, self, args) => {
      const made = Reflect.apply(original, self, args);
      if (observeTurn(made) === undefined) observeTurns(made);
      return made;
    });
}

const observationOf = ({ controller }: StreamHelper): StreamObservation | undefined =>
  controller && bySignal.get(controller.signal);

function observeTurn(value: unknown): StreamHelper | undefined {
  if (typeof value !== 'object' || value === null || !isStreamHelper(value)) return undefined;
  observeBreak(value, { stopped: () => observationOf(value)?.stopped() });
  const observation = observationOf(value);
  if (observation !== undefined) registerObserver(value, observation);
  return value;
}
