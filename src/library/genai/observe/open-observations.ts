import { beforeShutdown } from '../../../foundation/diagnostics/shutdown-hooks.ts';
import type { StreamStatus } from '../operation/model-call.ts';

interface Ending {
  end(status: StreamStatus): void;
}

const open = new Set<Ending>();

/** The streams and calls that have not ended. When the process does, nobody reads them any more. */
export const openObservations = {
  add(observation: Ending): void {
    beforeShutdown(endAll);
    open.add(observation);
  },
  delete(observation: Ending): void {
    open.delete(observation);
  },
};

function endAll(): void {
  for (const observation of open) observation.end('abandoned');
}

const abandoned = new FinalizationRegistry<() => void>((end) => end());

/**
 * Calls `end` when nobody can use `object` any more. `end` must not refer to it, nor come from a function with another closure that does: the closures
 * of one call share their variables.
 */
export function whenAbandoned(object: object, end: () => void): void {
  abandoned.register(object, end);
}

interface Begun extends Ending {
  readonly isBegun: boolean;
}

/** Nobody can read on without `source`: an iterator, or a web stream, which its readers refer to and which refers to the one that holds it. */
export function endWith(source: object, observation: Ending): void {
  whenAbandoned(source, () => observation.end('abandoned'));
}

/** Nobody can begin to read; who has begun holds an iterator. */
export function endUnread(stream: object, observation: Begun): void {
  whenAbandoned(stream, () => {
    if (!observation.isBegun) observation.end('abandoned');
  });
}
