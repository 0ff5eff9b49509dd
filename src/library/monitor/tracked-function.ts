import { attempt } from '../../foundation/diagnostics/attempt.ts';
import { type Outcome, observe } from './metrics/call-outcome.ts';

// biome-ignore lint/suspicious/noExplicitAny: any function at all
export type AnyFunction = (this: any, ...args: any[]) => any;
type End = (outcome: Outcome) => void;

/** A function that does what `fn` does; `begin` is called with each call, and what it answers with its end. */
export function trackedFunction<F extends AnyFunction>(fn: F, begin: () => End): F {
  const tracked = function (this: unknown, ...args: unknown[]): unknown {
    let end: End | undefined = begin();
    const result = observe(
      () => {
        const answer: unknown = fn.apply(this, args);
        if (!isGenerator(answer)) return answer;
        end = undefined;
        return answer;
      },
      (outcome) => end?.(outcome),
    );
    return isGenerator(result) ? trackedGenerator(result, begin) : result;
  };
  // What reads them, a framework say, sees no difference.
  for (const key of ['name', 'length'] as const)
    Object.defineProperty(tracked, key, { value: attempt(() => fn[key]), configurable: true });
  return tracked as F;
}

type AnyGenerator = Generator<unknown, unknown, unknown> | AsyncGenerator<unknown, unknown, unknown>;

function isGenerator(value: unknown): value is AnyGenerator {
  const tag = Object.prototype.toString.call(value);
  return tag === '[object Generator]' || tag === '[object AsyncGenerator]';
}

function trackedGenerator(generator: AnyGenerator, begin: () => End): AnyGenerator {
  return Symbol.asyncIterator in generator ? trackedAsync(generator, begin) : trackedSync(generator, begin);
}

function* trackedSync(generator: Generator<unknown, unknown, unknown>, begin: () => End) {
  const end = begin();
  let outcome: Outcome = {};
  try {
    return yield* generator;
  } catch (error) {
    outcome = { failure: { error } };
    throw error;
  } finally {
    end(outcome);
  }
}

async function* trackedAsync(generator: AsyncGenerator<unknown, unknown, unknown>, begin: () => End) {
  const end = begin();
  let outcome: Outcome = {};
  try {
    return yield* generator;
  } catch (error) {
    outcome = { failure: { error } };
    throw error;
  } finally {
    end(outcome);
  }
}
