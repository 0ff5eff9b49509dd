import { overrideMethod } from './own-property.ts';
import type { StreamObservation } from './stream-observation.ts';

/** The streams with events of openai (`chat.completions.stream()`, `responses.stream()`) and of Anthropic (`messages.stream()`). */
export interface StreamHelper extends AsyncIterable<unknown> {
  readonly controller?: AbortController;
  _emit(event: string, ...args: unknown[]): unknown;
}

/** The event that brings each chunk as the provider has sent it. */
const CHUNK_EVENTS = new Set(['chunk', 'streamEvent', 'event']);

export function isStreamHelper(stream: object): stream is StreamHelper {
  return typeof (stream as Partial<StreamHelper>)._emit === 'function' && Symbol.asyncIterator in stream;
}

/** These run whether or not somebody iterates. They are watched where they emit: a listener for errors would keep an unhandled one from being one. */
export function observeHelper(stream: StreamHelper, observation: StreamObservation): void {
  observation.isBegun = true;
  overrideMethod<StreamHelper['_emit']>(stream, '_emit', (original, self, args) => {
    const [event, value] = args;
    if (CHUNK_EVENTS.has(event)) observation.chunk(value);
    else if (event === 'error' || event === 'abort') observation.failed(value);
    else if (event === 'end') observation.finished();
    return Reflect.apply(original, self, args);
  });
  watchBreak(stream, observation);
}

/** Tells when the consumer of a helper stops, which it answers by aborting its own request. */
export function watchBreak(stream: StreamHelper, watch: { stopped(): void }): void {
  overrideMethod<() => AsyncIterator<unknown>>(stream, Symbol.asyncIterator, (original, self, args) => {
    const iterator = Reflect.apply(original, self, args);
    overrideMethod<NonNullable<AsyncIterator<unknown>['return']>>(iterator, 'return', (end, _, values) => {
      watch.stopped();
      return end.apply(iterator, values);
    });
    return iterator;
  });
}
