import { type Attributes, type Meter, type MeterProvider, metrics } from '@opentelemetry/api';
import { VERSION } from '../../../foundation/diagnostics/version.ts';
import { boundariesFor, type MetricDefinition } from './metric.ts';

/** Records one value. */
export type Recorder = (value: number, attributes: Attributes) => void;

/**
 * Makes instruments of a given meter or, without one, of the meter provider that is registered at the time: the API has no meter that passes on to a
 * provider that comes later, and a Monitor may be older than the start.
 */
export class Instruments {
  readonly #given: Meter | undefined;
  #provider: MeterProvider | undefined;
  #meter: Meter | undefined;
  /** Another number: another meter. */
  #generation = 0;

  constructor(meter: Meter | undefined) {
    this.#given = meter;
    this.#meter = meter;
  }

  get generation(): number {
    if (this.#given !== undefined) return 0;
    const provider = metrics.getMeterProvider();
    if (provider !== this.#provider) {
      this.#provider = provider;
      this.#meter = provider.getMeter('otelier/monitor', VERSION);
      this.#generation++;
    }
    return this.#generation;
  }

  create(definition: MetricDefinition): Recorder {
    const meter = this.#meter ?? metrics.getMeter('otelier/monitor', VERSION);
    const { instrumentName: name, type, description, unit } = definition;
    const options = { ...(description === undefined ? {} : { description }), ...(unit === undefined ? {} : { unit }) };
    if (type === 'counter') {
      const counter = meter.createCounter(name, options);
      return (value, attributes) => counter.add(value, attributes);
    }
    if (type === 'gauge') {
      const gauge = meter.createGauge(name, options);
      return (value, attributes) => gauge.record(value, attributes);
    }
    const advice = { explicitBucketBoundaries: [...boundariesFor(definition)] };
    const histogram = meter.createHistogram(name, { ...options, advice });
    return (value, attributes) => {
      // The SDK takes none, and would warn of each.
      if (value >= 0) histogram.record(value, attributes);
    };
  }
}
