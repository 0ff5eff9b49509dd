import { log } from '../../../foundation/diagnostics/log.ts';

/** How a function ended. */
export interface Outcome {
  /** Present when the function threw. The thrown value may be `undefined`. */
  readonly failure?: { readonly error: unknown };
}

const SUCCESS: Outcome = {};

/**
 * Runs `fn` and reports its outcome once: when it returns or throws or, when it returns a promise, when the promise is settled. The result is passed on
 * unchanged, but a thenable becomes a promise, because some thenables start their work again at each `then`.
 */
export function observe<T>(fn: () => T, report: (outcome: Outcome) => void): T {
  const onEnd = (outcome: Outcome): void => {
    try {
      report(outcome);
    } catch (problem) {
      // A getter or a proxy of the application may throw here. The application must get its own result or error.
      log.debug(`the end of a function: expected to be recorded, got ${typeof problem}; its telemetry is incomplete`);
    }
  };
  let result: T;
  try {
    result = fn();
  } catch (error) {
    onEnd({ failure: { error } });
    throw error;
  }
  if (!isThenable(result)) {
    onEnd(SUCCESS);
    return result;
  }
  const promise = result instanceof Promise ? result : Promise.resolve(result);
  promise.then(
    () => onEnd(SUCCESS),
    (error: unknown) => onEnd({ failure: { error } }),
  );
  return promise as T;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return isObject && typeof (value as Partial<PromiseLike<unknown>>).then === 'function';
}
