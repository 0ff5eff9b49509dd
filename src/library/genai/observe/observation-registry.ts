import { beforeShutdown } from '../../../foundation/diagnostics/shutdown-hooks.ts';
import type { StreamStatus } from '../operation/model-call.ts';
import type { StreamEventEmitter } from './stream-event-emitter.ts';

interface Ending {
  end(status: StreamStatus): void;
}

const open = new Set<Ending>();

/** The streams and calls that have not ended. They end as abandoned when the process does, because nothing reads them any more. */
export const openObservations = {
  add(observation: Ending): void {
    beforeShutdown(abandonAll);
    open.add(observation);
  },
  delete(observation: Ending): void {
    open.delete(observation);
  },
};

function abandonAll(): void {
  for (const observation of open) observation.end('abandoned');
}

const collected = new FinalizationRegistry<() => void>((callback) => callback());

/**
 * Calls `callback` when the garbage collector has collected `object`. Neither the callback nor another closure of the function that created it may refer
 * to the object: all closures of one call share their variables.
 */
export function onCollected(object: object, callback: () => void): void {
  collected.register(object, callback);
}

/** Ends an observation as abandoned when its source is collected: an iterator, or a web stream, to which its readers refer. */
export function endWithSource(source: object, observation: Ending): void {
  onCollected(source, () => observation.end('abandoned'));
}

interface StartedEnding extends Ending {
  readonly isStarted: boolean;
}

/** Ends an observation as abandoned when its stream is collected before anything read it. A reader holds an iterator, not the stream. */
export function endWhenUnread(stream: object, observation: StartedEnding): void {
  onCollected(stream, () => {
    if (!observation.isStarted) observation.end('abandoned');
  });
}

/** An observer that sends the events of its stream to further emitters. */
export interface StreamObserver {
  attach(emitter: StreamEventEmitter): void;
}

const observers = new WeakMap<object, StreamObserver>();

/** The observer of a stream, or of a promise of one, that is observed already. */
export const observerOf = (stream: object): StreamObserver | undefined => observers.get(stream);

export function registerObserver(stream: object, observer: StreamObserver): void {
  observers.set(stream, observer);
}
