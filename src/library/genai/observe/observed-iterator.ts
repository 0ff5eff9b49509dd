import { type Context, context as contexts } from '@opentelemetry/api';
import type { StreamStatus } from '../operation/model-call.ts';
import { endWithSource } from './observation-registry.ts';
import { override } from './own-property.ts';

/** Receives everything that is read from a stream. Nothing here throws. */
export interface ReadObserver {
  /** Whether something has begun to read. */
  isStarted: boolean;
  observeResult(result: ReadResult): void;
  failed(error: unknown): void;
  /** The consumer wants no more. */
  stopped(): void;
  end(status: StreamStatus): void;
}

export interface ReadResult {
  readonly done?: boolean | undefined;
  readonly value?: unknown;
}

export interface IterationOptions {
  /** The context in which reads run, for streams that make their requests only when they are read. */
  readonly context?: Context | undefined;
  /** Whether the stream continues after its consumer stops, so that another consumer can read on. */
  readonly isKeptOpen?: boolean;
}

type Iterator = AsyncIterator<unknown> & Partial<AsyncIterable<unknown>>;
type Result = IteratorResult<unknown>;

/**
 * Observes one iteration. The iterator is the same object with methods of its own in front of those of its class, or a wrapper if it allows no change.
 * Its results, its errors and their timing do not change.
 */
export function observeIterator<I extends Iterator>(iterator: I, observer: ReadObserver, options: IterationOptions): I {
  observer.isStarted = true;
  const methods = observingMethods(iterator, observer, options);
  const isOverridden = Object.entries(methods).every(([name, method]) => override(iterator, name, method));
  const observed = isOverridden ? iterator : ({ ...methods, [Symbol.asyncIterator]: () => observed } as unknown as I);
  if (!options.isKeptOpen) endWithSource(observed, observer);
  return observed;
}

function observingMethods(
  iterator: Iterator,
  observer: ReadObserver,
  { context, isKeptOpen }: IterationOptions,
): Partial<Iterator> {
  const { next, return: end, throw: fail } = iterator;
  const observe = (result: Result): Result => {
    observer.observeResult(result);
    return result;
  };
  const rethrow = (error: unknown): never => {
    observer.failed(error);
    throw error;
  };
  const read = (args: [] | [unknown]): unknown =>
    context === undefined ? next.apply(iterator, args) : contexts.with(context, () => next.apply(iterator, args));
  return {
    next: (...args) => observedResult(() => read(args), observe, rethrow) as Promise<Result>,
    ...(end && {
      return: (...args: [] | [unknown]) => {
        if (!isKeptOpen) observer.stopped();
        return end.apply(iterator, args as []);
      },
    }),
    ...(fail && {
      throw: (...args: [] | [unknown]) => {
        observer.failed(args[0]);
        return fail.apply(iterator, args as []);
      },
    }),
  };
}

/** A rejection stays the application's to handle: the returned promise rejects as the original one would. */
function observedResult(
  read: () => unknown,
  observe: (result: Result) => Result,
  rethrow: (error: unknown) => never,
): unknown {
  let result: unknown;
  try {
    result = read();
  } catch (error) {
    return rethrow(error);
  }
  if (result instanceof Promise) return result.then(observe, rethrow);
  if (typeof (result as PromiseLike<unknown> | undefined)?.then === 'function')
    return Promise.resolve(result as PromiseLike<Result>).then(observe, rethrow);
  return typeof result === 'object' && result !== null ? observe(result as Result) : result;
}
