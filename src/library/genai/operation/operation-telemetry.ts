import {
  type Attributes,
  type Context,
  type Logger,
  logs,
  type Meter,
  type MeterProvider,
  metrics,
  SeverityNumber,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { GenAiConfig } from '../../../foundation/configuration/config.ts';
import { configuredCapture } from '../../../foundation/configuration/configured-capture.ts';
import { configuredRedactor } from '../../../foundation/configuration/configured-redactor.ts';
import { resolveConfig } from '../../../foundation/configuration/resolve.ts';
import { VERSION } from '../../../foundation/diagnostics/version.ts';
import type { CaptureOptions } from '../../../foundation/semconv/operation/captured-content.ts';
import type { GenAiEvent } from '../../../foundation/semconv/operation/operation-events.ts';
import { TOKEN_RATE_BUCKETS } from '../../../foundation/semconv/tables/buckets.ts';
import type { Generation, MetricDefinition } from '../../../foundation/semconv/tables/definition.ts';

/** The one metric that no convention has. */
export const TOKENS_PER_SECOND: MetricDefinition = {
  name: 'otelier.gen_ai.client.tokens_per_second',
  instrument: 'histogram',
  unit: '{token}/s',
  description: 'Output tokens of a stream per second, from the request to the last token',
  stability: 'development',
  buckets: TOKEN_RATE_BUCKETS,
  attributes: [
    'gen_ai.operation.name',
    'gen_ai.provider.name',
    'gen_ai.request.model',
    'gen_ai.response.model',
    'server.address',
    'server.port',
  ],
};

export interface TelemetryParts {
  readonly tracer: Tracer;
  readonly meter: Meter;
  readonly logger: Logger;
  readonly generation: Generation;
  /** @default no content */
  readonly capture?: CaptureOptions;
}

const NO_CAPTURE: CaptureOptions = { place: 'NO_CONTENT', maxLength: 0, redactor: undefined };

interface Instrument {
  record(value: number, attributes: Attributes, context: Context): void;
}

/** Records operations of models. Instruments are created when they are first used. */
export class OperationTelemetry {
  readonly tracer: Tracer;
  readonly generation: Generation;
  readonly capture: CaptureOptions;
  readonly #meter: Meter;
  readonly #logger: Logger;
  readonly #instruments = new Map<string, Instrument>();

  constructor({ tracer, meter, logger, generation, capture = NO_CAPTURE }: TelemetryParts) {
    this.capture = capture;
    this.tracer = tracer;
    this.generation = generation;
    this.#meter = meter;
    this.#logger = logger;
  }

  instrument(metric: MetricDefinition): Instrument {
    let instrument = this.#instruments.get(metric.name);
    if (instrument === undefined) {
      instrument = createInstrument(this.#meter, metric);
      this.#instruments.set(metric.name, instrument);
    }
    return instrument;
  }

  emit(
    { name, severity, attributes, body }: GenAiEvent,
    when: { readonly context: Context; readonly timestamp: Date },
  ): void {
    const severityNumber = severity === 'WARN' ? SeverityNumber.WARN : SeverityNumber.INFO;
    this.#logger.emit({ eventName: name, severityNumber, attributes, ...when, ...(body && { body }) });
  }
}

function createInstrument(
  meter: Meter,
  { name, instrument, unit, description, buckets }: MetricDefinition,
): Instrument {
  if (instrument === 'counter') {
    const counter = meter.createCounter(name, { unit, description });
    return { record: (value, attributes, context) => counter.add(value, attributes, context) };
  }
  const advice = buckets === undefined ? {} : { advice: { explicitBucketBoundaries: [...buckets] } };
  return meter.createHistogram(name, { unit, description, ...advice });
}

/** How this process records operations of generative AI: by which generation of the conventions, and with which content. */
export interface Conventions {
  readonly generation: GenAiConfig['generation'];
  readonly capture: CaptureOptions;
}

let configured: Conventions | undefined;

/** The conventions that the environment configures; read once, at the first use. */
export function configuredConventions(): Conventions {
  configured ??= readConventions();
  return configured;
}

function readConventions(): Conventions {
  const { config } = resolveConfig();
  return {
    generation: config.genAi.generation,
    capture: configuredCapture(config, configuredRedactor(undefined, config.redaction)),
  };
}

const SCOPE = 'otelier/genai';
let cached: { readonly provider: MeterProvider; readonly telemetry: OperationTelemetry } | undefined;

/** Uses the providers that are registered now, since instruments of an earlier provider record nothing. */
export function currentTelemetry(): OperationTelemetry {
  const provider = metrics.getMeterProvider();
  if (cached?.provider !== provider) {
    const parts = {
      tracer: trace.getTracer(SCOPE, VERSION),
      meter: provider.getMeter(SCOPE, VERSION),
      logger: logs.getLogger(SCOPE, VERSION),
    };
    cached = { provider, telemetry: new OperationTelemetry({ ...parts, ...configuredConventions() }) };
  }
  return cached.telemetry;
}
