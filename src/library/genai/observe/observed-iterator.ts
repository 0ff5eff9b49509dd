import { context as contexts } from '@opentelemetry/api';
import { rethrowing } from './call-observer.ts';
import { endWith } from './open-observations.ts';
import { override } from './own-property.ts';
import type { StreamObservation } from './stream-observation.ts';

type Iterator = AsyncIterator<unknown> & Partial<AsyncIterable<unknown>>;
type Result = IteratorResult<unknown>;

export interface IterationOptions {
  /** Reading runs in the span, since what is read from may make calls only then. */
  readonly isRunInside?: boolean;
  /** Whether the stream goes on when the consumer stops: another one may read on. */
  readonly isKeptOpen?: boolean;
}

/**
 * Watches one iteration. The iterator is the very one, with methods of its own in front of those of its class; where it allows none, another one
 * stands for it. Results, errors and the moment of each are the same.
 */
export function observeIterator<I extends Iterator>(
  iterator: I,
  observation: StreamObservation,
  options: IterationOptions = {},
): I {
  observation.isBegun = true;
  const methods = watchingMethods(iterator, observation, options);
  const isOverridden = Object.entries(methods).every(([name, method]) => override(iterator, name, method));
  const watched = isOverridden ? iterator : ({ ...methods, [Symbol.asyncIterator]: () => watched } as unknown as I);
  if (!options.isKeptOpen) endWith(watched, observation);
  return watched;
}

function watchingMethods(
  iterator: Iterator,
  observation: StreamObservation,
  { isRunInside, isKeptOpen }: IterationOptions,
): Partial<Iterator> {
  const { next, return: end, throw: fail } = iterator;
  const seen = (result: Result): Result => observation.seen(result);
  const failed = rethrowing(observation);
  const read = (args: [] | [unknown]): unknown =>
    isRunInside
      ? contexts.with(observation.operation.context, () => next.apply(iterator, args))
      : next.apply(iterator, args);
  return {
    next: (...args) => watchedResult(() => read(args), seen, failed) as Promise<Result>,
    ...(end && {
      return: (...args: [] | [unknown]) => {
        if (!isKeptOpen) observation.stopped();
        return end.apply(iterator, args as []);
      },
    }),
    ...(fail && {
      throw: (...args: [] | [unknown]) => {
        observation.failed(args[0]);
        return fail.apply(iterator, args as []);
      },
    }),
  };
}

/** What rejects is not handled here: the promise that is handed on rejects in its place. */
function watchedResult(
  read: () => unknown,
  seen: (result: Result) => Result,
  failed: (error: unknown) => never,
): unknown {
  let answer: unknown;
  try {
    answer = read();
  } catch (error) {
    return failed(error);
  }
  if (answer instanceof Promise) return answer.then(seen, failed);
  if (typeof (answer as PromiseLike<unknown> | undefined)?.then === 'function')
    return Promise.resolve(answer as PromiseLike<Result>).then(seen, failed);
  return typeof answer === 'object' && answer !== null ? seen(answer as Result) : answer;
}
