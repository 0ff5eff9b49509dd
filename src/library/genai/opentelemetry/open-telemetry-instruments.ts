import {
  type Attributes,
  type Counter,
  type Histogram,
  type Meter,
  metrics,
  type UpDownCounter,
} from '@opentelemetry/api';
import type { MetricDefinition } from '../../../foundation/semconv/tables/definition.ts';
import { l0Metrics } from '../../../foundation/semconv/tables/l0.ts';
import type { StreamStatus } from '../operation/model-call.ts';
import type { GuardrailViolation, Telemetry } from '../record/telemetry.ts';

/** The ends that events report: whether the consumer stopped is not among them. */
export type EventStatus = Exclude<StreamStatus, 'stopped'>;

/** The counts of a stream beside its record. */
export interface CountedExtras {
  readonly violations: readonly GuardrailViolation[];
  readonly fallbacks: number;
  readonly driftTypes: readonly string[];
}

type Instruments = ReturnType<typeof createInstruments>;

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
  record(telemetry: Telemetry, status: EventStatus, extras?: CountedExtras): void {
    const made = this.#instruments();
    const { retries, error, guardrails } = telemetry;
    const labels: Attributes = telemetry.model === undefined ? {} : { model: label(telemetry.model) };
    made.requests.add(1, { ...labels, status });
    recordFigures(made, telemetry, labels);
    if (retries.networkRetries > 0) made.retries.add(retries.networkRetries, { ...labels, type: 'network' });
    if (retries.modelRetries > 0) made.retries.add(retries.modelRetries, { ...labels, type: 'model' });
    if (error.occurred && status !== 'completed')
      made.errors.add(1, { ...labels, type: 'error', category: label(error.category) });
    for (const { rule, severity } of extras?.violations ?? guardrails.violations)
      made.violations.add(1, { ...labels, rule: label(rule), severity: label(severity) });
    if (extras === undefined) return;
    if (extras.fallbacks > 0) made.fallbacks.add(extras.fallbacks, labels);
    for (const type of extras.driftTypes) made.drifts.add(1, { ...labels, type: label(type) });
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

function recordFigures(made: Instruments, { metrics: figures, timing }: Telemetry, labels: Attributes): void {
  if (figures.tokenCount > 0) made.tokens.add(figures.tokenCount, labels);
  if (timing.duration !== null) made.duration.record(timing.duration, labels);
  if (figures.timeToFirstToken !== null) made.timeToFirstToken.record(figures.timeToFirstToken, labels);
  if (figures.tokensPerSecond !== null) made.rate.record(figures.tokensPerSecond, labels);
}

function createInstruments(meter: Meter) {
  const counter = ({ name, unit, description }: MetricDefinition): Counter =>
    meter.createCounter(name, { unit, description });
  const histogram = ({ name, unit, description, buckets = [] }: MetricDefinition): Histogram =>
    meter.createHistogram(name, { unit, description, advice: { explicitBucketBoundaries: [...buckets] } });
  const { name, unit, description } = l0Metrics['l0.active_streams'];
  const activeStreams: UpDownCounter = meter.createUpDownCounter(name, { unit, description });
  return {
    activeStreams,
    requests: counter(l0Metrics['l0.requests']),
    tokens: counter(l0Metrics['l0.tokens']),
    retries: counter(l0Metrics['l0.retries']),
    errors: counter(l0Metrics['l0.errors']),
    fallbacks: counter(l0Metrics['l0.fallbacks']),
    violations: counter(l0Metrics['l0.guardrail_violations']),
    drifts: counter(l0Metrics['l0.drift_detections']),
    duration: histogram(l0Metrics['l0.duration']),
    timeToFirstToken: histogram(l0Metrics['l0.time_to_first_token']),
    rate: histogram(l0Metrics['l0.tokens_per_second']),
  };
}

const MAX_LABEL_LENGTH = 100;

/** A short text: what is a sentence is no label, and might hold anything. */
function label(value: unknown): string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_LABEL_LENGTH ? value : 'unknown';
}
