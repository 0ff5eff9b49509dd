import {
  type Attributes,
  type Counter,
  type Histogram,
  type Meter,
  metrics,
  type UpDownCounter,
} from '@opentelemetry/api';
import type { Telemetry } from './telemetry.ts';

interface Instruments {
  readonly requests: Counter;
  readonly tokens: Counter;
  readonly retries: Counter;
  readonly errors: Counter;
  readonly violations: Counter;
  readonly duration: Histogram;
  readonly timeToFirstToken: Histogram;
  readonly activeStreams: UpDownCounter;
}

/** How a stream came to its end. */
export type StreamStatus = 'completed' | 'failed' | 'aborted' | 'abandoned';

/**
 * The metrics of streams. Their labels are the model, the outcome, and the kinds of retries, errors and violations: never an id, each of which would
 * be a series of its own.
 */
export class OpenTelemetryInstruments {
  readonly #given: Meter | undefined;
  readonly #name: string;
  #provider: unknown;
  #made: Instruments | undefined;

  constructor(meter: Meter | undefined, name: string) {
    this.#given = meter;
    this.#name = name;
  }

  addActive(change: 1 | -1): void {
    this.#instruments().activeStreams.add(change);
  }

  addFailure(): void {
    this.#instruments().errors.add(1, { type: 'stream_error' });
  }

  /** All of one stream. */
  record(telemetry: Telemetry, status: StreamStatus, violations = telemetry.guardrails.violations): void {
    const made = this.#instruments();
    const { metrics: figures, retries, error, timing, model } = telemetry;
    const labels: Attributes = model === undefined ? {} : { model };
    made.requests.add(1, { ...labels, status });
    if (figures.tokenCount > 0) made.tokens.add(figures.tokenCount, labels);
    if (retries.networkRetries > 0) made.retries.add(retries.networkRetries, { ...labels, type: 'network' });
    if (retries.modelRetries > 0) made.retries.add(retries.modelRetries, { ...labels, type: 'model' });
    if (error.occurred && status !== 'completed') made.errors.add(1, { ...labels, ...labelsOfError(error.category) });
    for (const { rule, severity } of violations) made.violations.add(1, { ...labels, ...named({ rule, severity }) });
    if (timing.duration !== null) made.duration.record(timing.duration, labels);
    if (figures.timeToFirstToken !== null) made.timeToFirstToken.record(figures.timeToFirstToken, labels);
  }

  /** Those of the meter provider that is registered at the time, unless a meter was given. */
  #instruments(): Instruments {
    const provider = this.#given ?? metrics.getMeterProvider();
    if (this.#made === undefined || provider !== this.#provider) {
      this.#provider = provider;
      this.#made = createInstruments(this.#given ?? metrics.getMeter(this.#name));
    }
    return this.#made;
  }
}

/** Seconds, as for durations in https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/ */
const DURATION_BUCKETS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const FIRST_TOKEN_BUCKETS = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

function createInstruments(meter: Meter): Instruments {
  const counter = (name: string, unit: string, description: string) => meter.createCounter(name, { unit, description });
  return {
    requests: counter('l0.requests', '{request}', 'Streams that came to an end'),
    tokens: counter('l0.tokens', '{token}', 'Tokens received'),
    retries: counter('l0.retries', '{retry}', 'Retries, by type: network or model'),
    errors: counter('l0.errors', '{error}', 'Streams that failed, by category'),
    violations: counter('l0.guardrail_violations', '{violation}', 'Guardrail violations, by rule and severity'),
    duration: meter.createHistogram('l0.duration', {
      unit: 's',
      description: 'How long streams took',
      advice: { explicitBucketBoundaries: DURATION_BUCKETS },
    }),
    timeToFirstToken: meter.createHistogram('l0.time_to_first_token', {
      unit: 's',
      description: 'From the start of a stream to its first token',
      advice: { explicitBucketBoundaries: FIRST_TOKEN_BUCKETS },
    }),
    activeStreams: meter.createUpDownCounter('l0.active_streams', {
      unit: '{stream}',
      description: 'Streams under way',
    }),
  };
}

function labelsOfError(category: string | null): Attributes {
  return { type: 'error', category: category ?? 'unknown' };
}

/** Texts, and short ones: what is a sentence is no label. */
function named(values: Readonly<Record<string, unknown>>): Attributes {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      typeof value === 'string' && value !== '' && value.length <= 100 ? value : 'unknown',
    ]),
  );
}
