import type { Meter } from '@opentelemetry/api';
import { attempt } from '../../../foundation/diagnostics/attempt.ts';
import { DropCount } from '../../../foundation/diagnostics/drop-count.ts';
import { objectWith, validateOptions, wholeNumberFrom } from '../../../foundation/diagnostics/options.ts';
import { observe } from './call-outcome.ts';
import type { Labels } from './labels.ts';
import { inUnitOf, type TimeUnit } from './metric.ts';
import { MetricRegistry, type Recording } from './metric-registry.ts';
import { Stopwatch, type Timer } from './timer.ts';

export interface MetricsCollectorOptions {
  /** Where values go as well. @default one of the meter provider that is registered at the time */
  readonly meter?: Meter;
  /** Recordings that `getHistory` gives back, of each metric. @default 1000 */
  readonly maxHistory?: number;
  /** Label sets of each metric; values of further ones are folded into one series, `otel.metric.overflow`. @default 2000 */
  readonly maxSeries?: number;
}

export interface TimerOptions {
  readonly description?: string;
  /** Of what `stop` answers and of what is recorded. @default 's' */
  readonly unit?: TimeUnit;
}

const isNumber = (value: unknown): value is number => Number.isFinite(value);
const RULES = {
  meter: objectWith('createCounter', 'createGauge', 'createHistogram'),
  maxHistory: wholeNumberFrom(0),
  maxSeries: wholeNumberFrom(1),
};

/** The recording half of a MetricsCollector. Recording never throws. */
export class MetricsRecorder {
  protected readonly drops: DropCount = new DropCount();
  protected readonly registry: MetricRegistry;

  /** @throws {TypeError} on an option of the wrong kind, naming it */
  constructor(options: MetricsCollectorOptions = {}) {
    const { meter, maxHistory = 1_000, maxSeries = 2_000 } = validateOptions('MetricsCollector', options, RULES);
    this.registry = new MetricRegistry(meter, { maxHistory, maxSeries }, this.drops);
  }

  /** Adds to a counter; `value` is not negative. */
  counter(name: string, value = 1, labels?: Labels, description?: string): void {
    if (isNumber(value) && value >= 0) this.record({ name, type: 'counter', description }, value, labels);
    else this.refuse(name, 'a number that is not negative', value);
  }

  /** Sets a gauge. */
  gauge(name: string, value: number, labels?: Labels, description?: string): void {
    if (isNumber(value)) this.record({ name, type: 'gauge', description }, value, labels);
    else this.refuse(name, 'a number', value);
  }

  /** Records a value of a distribution. Negative ones can be read back, but are not exported: OpenTelemetry's histograms take none. */
  histogram(name: string, value: number, labels?: Labels, description?: string): void {
    if (isNumber(value)) this.record({ name, type: 'histogram', description }, value, labels);
    else this.refuse(name, 'a number', value);
  }

  /** Records a duration, in seconds. */
  timing(name: string, seconds: number, labels?: Labels): void {
    if (isNumber(seconds) && seconds >= 0) this.record({ name, type: 'timer', unit: 's' }, seconds, labels);
    else this.refuse(name, 'a duration that is not negative', seconds);
  }

  /** Starts to measure a duration: `using timer = metrics.timer('job')`. */
  timer(name: string, labels?: Labels, options: TimerOptions = {}): Timer {
    const { description, unit = 's' } = readTimerOptions(options);
    const known = unit === 'ms' ? 'ms' : 's';
    if (known !== unit) this.drops.add(`expected the unit of a timer to be 's' or 'ms'; it is 's'`);
    return new Stopwatch(known === 'ms' ? 1_000 : 1, {
      finished: (seconds) => this.record({ name, type: 'timer', description, unit: known }, seconds, labels),
      stoppedTwice: () => this.drops.add('expected a timer to be stopped once; it is recorded once'),
    });
  }

  /** Measures a function, also one that answers a promise; what it returns or throws is passed on. */
  time<T>(name: string, fn: () => T, labels?: Labels): T {
    const timer = this.timer(name, labels);
    return observe(fn, () => timer.stop());
  }

  /** Recordings that were left out, or folded into another series. */
  get droppedCount(): number {
    return this.drops.count;
  }

  /** The one way for every value. */
  protected record(recording: Recording, value: number, labels: Labels | undefined): void {
    const family = this.registry.family(recording);
    if (family !== undefined) this.registry.record(family, inUnitOf(family.definition, recording, value), labels);
  }

  protected refuse(name: unknown, expected: string, got: unknown): void {
    this.drops.add(
      `expected the value of "${typeof name === 'string' ? name.slice(0, 100) : typeof name}" to be ${expected}, got ${typeof got === 'number' ? got : typeof got}; it is not recorded`,
    );
  }
}

function readTimerOptions(options: TimerOptions): TimerOptions {
  const read = attempt(() => {
    const { description, unit } = options ?? {};
    return { description, unit } as TimerOptions;
  });
  return read ?? {};
}
