import { attempt } from '../../foundation/diagnostics/attempt.ts';
import { objectWith, validateOptions } from '../../foundation/diagnostics/options.ts';
import { errorType } from '../../foundation/log-lines/exception.ts';
import { type Outcome, observe } from './metrics/call-outcome.ts';
import type { Timer } from './metrics/timer.ts';
import { MetricsCollector } from './metrics-collector.ts';
import { type AnyFunction, trackedFunction } from './tracked-function.ts';

export interface PerformanceTrackerOptions {
  /** Where durations and errors are recorded. @default one of its own */
  readonly metrics?: MetricsCollector;
}

/** Durations are in seconds. */
export interface PerformanceStats {
  readonly count: number;
  readonly errors: number;
  /** From 0 to 1. */
  readonly errorRate: number;
  readonly avg: number;
  readonly min: number;
  readonly max: number;
  readonly p95: number;
  readonly p99: number;
}

/** What a decorator is told: https://github.com/tc39/proposal-decorators */
interface DecoratorContext {
  readonly kind: string;
  readonly name: string | symbol;
}
type Decorator = <F extends AnyFunction>(method: F, context?: DecoratorContext) => F;

const RULES = { metrics: objectWith('counter', 'timer', 'getCounterValue', 'getHistogramStats') };
const errorsOf = (name: string): string => `${name}.errors`;

/**
 * Measures functions, async functions, generators and scopes: durations as the timer `<name>`, what they throw as the counter `<name>.errors` by
 * `error.type`.
 * @example class Orders { @tracker.wrap place() {} }
 */
export class PerformanceTracker {
  readonly metrics: MetricsCollector;

  /** @throws {TypeError} on an option of the wrong kind, naming it */
  constructor(options: PerformanceTrackerOptions = {}) {
    const { metrics } = validateOptions('PerformanceTracker', options, RULES);
    this.metrics = metrics ?? new MetricsCollector();
    // As decorators they are called without their tracker by some compilers.
    this.track = this.track.bind(this) as typeof this.track;
    this.wrap = this.wrap.bind(this) as typeof this.wrap;
  }

  /** Measures one call of `fn`, until its promise is settled when it answers one. Result and error are passed on. */
  track<T>(name: string, fn: () => T): T;
  /** A decorator: `@tracker.track('orders.place')`. */
  track(name: string): Decorator;
  /** As a decorator: `@tracker.track`. */
  track<F extends AnyFunction>(method: F, context: DecoratorContext): F;
  track(first: string | AnyFunction, second?: (() => unknown) | DecoratorContext): unknown {
    if (typeof first === 'function') return this.wrap(first, second as DecoratorContext);
    if (second === undefined) return ((method) => this.wrap(method, first)) satisfies Decorator;
    const timer = this.start(first);
    return observe(second as () => unknown, (outcome) => this.#ended(first, timer, outcome));
  }

  /**
   * A function that does the same and measures each call: generators from the first value that is asked for to the end. Also a method decorator,
   * `@tracker.wrap`.
   * @throws {TypeError} when `fn` is no function
   */
  wrap<F extends AnyFunction>(fn: F, name?: string | DecoratorContext): F {
    if (typeof fn !== 'function')
      throw new TypeError(`PerformanceTracker: expected fn of wrap() to be a function, got ${typeof fn}`);
    const label = labelOf(fn, name);
    return trackedFunction(fn, () => {
      const timer = this.start(label);
      return (outcome) => this.#ended(label, timer, outcome);
    });
  }

  /** Measures a scope: `using timer = tracker.start('load')`. */
  start(name: string): Timer {
    return this.metrics.timer(name);
  }

  /** Of a name; undefined when nothing of that name has ended yet. */
  getStats(name: string): PerformanceStats | undefined {
    const stats = this.metrics.getHistogramStats(name);
    if (stats === undefined) return undefined;
    const { count, avg, min, max, p95, p99 } = stats;
    const errors = this.metrics.getCounterValue(errorsOf(name));
    return { count, errors, errorRate: errors / count, avg, min, max, p95, p99 };
  }

  #ended(name: string, timer: Timer, { failure }: Outcome): void {
    timer.stop();
    if (failure === undefined) return;
    this.metrics.counter(errorsOf(name), 1, { 'error.type': errorType(failure.error) });
  }
}

/** A class may have a static `name` that is no text, or that throws. */
function labelOf(fn: AnyFunction, given: string | DecoratorContext | undefined): string {
  const label = attempt(() => (typeof given === 'object' ? String(given.name) : given) || fn.name);
  return typeof label === 'string' && label !== '' ? label : 'anonymous';
}
