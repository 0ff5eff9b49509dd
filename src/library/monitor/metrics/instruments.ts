import { type Attributes, type Meter, type MeterProvider, metrics } from '@opentelemetry/api';
import { VERSION } from '../../../foundation/diagnostics/version.ts';
import { boundariesFor, type FamilyDefinition } from './metric.ts';

/** Records one value. */
export type Recorder = (value: number, attributes: Attributes) => void;

/**
 * Creates instruments with a given meter or, without one, with the meter provider that is registered at the time. A Monitor may be created before the
 * SDK starts, and the API has no meter that delegates to a later provider.
 */
export class Instruments {
  readonly #given: Meter | undefined;
  #provider: MeterProvider | undefined;
  #meter: Meter | undefined;
  /** Incremented with each new meter. */
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

  create(definition: FamilyDefinition): Recorder {
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
      // The SDK rejects negative values with a warning each.
      if (value >= 0) histogram.record(value, attributes);
    };
  }
}
