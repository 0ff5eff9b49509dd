import { type CallWatch, rethrowing } from './call-observer.ts';
import { whenAbandoned } from './open-observations.ts';
import { override, overrideMethod } from './own-property.ts';

type Then = PromiseLike<unknown>['then'];

/**
 * Watches the answer of a promise that is not an SDK's own. It is the same object, and nobody else's promise is made of it: what rejects is the
 * application's to handle. One that allows no change has another one in its place.
 */
export function watchThenable(promise: PromiseLike<unknown>, watch: CallWatch): PromiseLike<unknown> {
  const once = new OneAnswer(watch);
  whenAbandoned(promise, once.abandoned);
  if (!Object.isExtensible(promise)) return standIn(promise, once);
  // `await` asks a plain promise without any method: here it is asked first. Any other one is asked when somebody asks it.
  if (isPlain(promise)) promise.then(once.answered, once.failed);
  else watchMethods(promise, once);
  return promise;
}

const isPlain = (promise: PromiseLike<unknown>): promise is Promise<unknown> =>
  promise instanceof Promise && promise.constructor === Promise && promise.then === Promise.prototype.then;

/** However many ask for it, it is watched once, and is the same for all. */
class OneAnswer {
  readonly #watch: CallWatch;
  #isAnswered = false;
  #value: unknown;

  constructor(watch: CallWatch) {
    this.#watch = watch;
  }

  readonly answered = (value: unknown): unknown => {
    if (!this.#isAnswered) this.#value = this.#watch.answered(value);
    this.#isAnswered = true;
    return this.#value;
  };

  readonly failed = (error: unknown): void => {
    this.#isAnswered = true;
    this.#watch.failed(error);
  };

  readonly abandoned = (): void => {
    if (!this.#isAnswered) this.#watch.abandoned();
  };
}

function watchMethods(promise: PromiseLike<unknown>, { answered, failed }: OneAnswer): void {
  overrideMethod<Then>(promise, 'then', (original, _, [fulfilled, rejected]) => {
    const seen = (value: unknown): unknown => (fulfilled ? fulfilled(answered(value)) : answered(value));
    const told = (error: unknown): unknown => {
      failed(error);
      if (rejected) return rejected(error);
      throw error;
    };
    return Reflect.apply(original, promise, [seen, told]) as never;
  });
  // Those of a class of its own may ask something else.
  const { catch: caught, finally: settled } = promise as Partial<Promise<unknown>>;
  if (caught && caught !== Promise.prototype.catch)
    override(promise, 'catch', (rejected: never) => promise.then(undefined, rejected));
  if (settled && settled !== Promise.prototype.finally)
    override(promise, 'finally', (end: never) => Promise.resolve(promise.then((value) => value)).finally(end));
}

function standIn(promise: PromiseLike<unknown>, once: OneAnswer): Promise<unknown> {
  const made = Promise.resolve(promise).then(once.answered, rethrowing(once));
  // The application may go on with the other one.
  made.catch(() => {});
  return made;
}
