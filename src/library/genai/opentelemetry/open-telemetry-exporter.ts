import { createRequire } from 'node:module';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import {
  type OtlpExporterConfig,
  readOtlpExporterEnvironment,
} from '../../../foundation/configuration/otlp-exporter-config.ts';
import { warnOnce } from '../../../foundation/diagnostics/once.ts';
import type { OwnPipeline } from '../../../pipeline/delivery/own-pipeline.ts';
import type { Telemetry } from '../record/telemetry.ts';
import { redactRecord, redactText } from '../text-redaction.ts';
import { statusOf } from './open-telemetry.ts';
import {
  DEFAULT_TIMEOUT_MILLIS,
  type ExporterSettings,
  type OpenTelemetryExporterOptions,
  resolveExporterOptions,
} from './open-telemetry-exporter-options.ts';
import { OpenTelemetryInstruments } from './open-telemetry-instruments.ts';
import { attributesOf } from './telemetry-attributes.ts';

const load = createRequire(import.meta.url);

/** The configuration that `fromEnv` has read; not for applications. */
const KNOWN = Symbol('known configuration');
type Options = OpenTelemetryExporterOptions & { readonly [KNOWN]?: OtlpExporterConfig };

/**
 * Sends records of streams to an OTLP endpoint of its own, as a span each and as metrics: whatever is registered globally has no part in it. What
 * waits is sent every `exportInterval` and by `shutdown()`.
 */
export class OpenTelemetryExporter {
  readonly #settings: ExporterSettings;
  readonly #pipeline: OwnPipeline;
  readonly #instruments: OpenTelemetryInstruments | undefined;
  #ending: Promise<void> | undefined;

  /** @throws {TypeError} when an option is unknown or of another kind than expected, or the endpoint cannot be used */
  constructor(options: OpenTelemetryExporterOptions = {}) {
    this.export = this.export.bind(this);
    const { [KNOWN]: known, ...rest } = options as Options;
    this.#settings = resolveExporterOptions(rest, known);
    const { target, traceEnabled, metricsEnabled, isBatched, intervalMillis } = this.#settings;
    const { createOwnPipeline } = load(
      '../../../pipeline/delivery/own-pipeline.ts',
    ) as typeof import('../../../pipeline/delivery/own-pipeline.ts');
    this.#pipeline = createOwnPipeline({
      serviceName: target.serviceName,
      traces: traceEnabled ? target.traces : undefined,
      metrics: metricsEnabled ? target.metrics : undefined,
      timeoutMillis: target.timeoutMillis,
      isBatched,
      intervalMillis,
    });
    const { meter } = this.#pipeline;
    if (meter !== undefined) this.#instruments = new OpenTelemetryInstruments(meter, target.serviceName);
  }

  /** Configured by OTEL_SERVICE_NAME and OTEL_EXPORTER_OTLP_*. A variable that cannot be used is one warning and its default. */
  static fromEnv(): OpenTelemetryExporter {
    const { config, warnings } = readOtlpExporterEnvironment(DEFAULT_TIMEOUT_MILLIS);
    for (const warning of warnings) warnOnce(warning);
    return new OpenTelemetryExporter({ [KNOWN]: config } as Options);
  }

  /** Takes a record for sending. Waits for nothing and never throws. Bound: it can be passed on as `onComplete`. */
  export(telemetry: Telemetry): void {
    if (this.#ending !== undefined) {
      warnOnce('OpenTelemetryExporter: a record came after shutdown(); it is dropped');
      return;
    }
    try {
      this.#exportSpan(telemetry);
      this.#instruments?.record(telemetry, statusOf(telemetry));
      if (!this.#settings.isBatched) void this.#pipeline.flush();
    } catch (error) {
      warnOnce(`OpenTelemetryExporter: a record failed with "${(error as Error)?.message}"; it is dropped`);
    }
  }

  /** Sends what waits. Never rejects. */
  flush(): Promise<void> {
    return this.#ending ?? this.#pipeline.flush();
  }

  /** Sends what waits, and ends. Never rejects. */
  shutdown(): Promise<void> {
    this.#ending ??= this.#pipeline.shutdown();
    return this.#ending;
  }

  #exportSpan(telemetry: Telemetry): void {
    const { timing, error, model } = telemetry;
    const [startTime, endTime] = timesOf(timing);
    const attributes = redactRecord({
      ...attributesOf(telemetry),
      ...(model === undefined ? {} : { 'l0.model': model }),
    });
    const span = this.#pipeline.tracer?.startSpan('l0.stream', { kind: SpanKind.CLIENT, startTime, attributes });
    if (span === undefined) return;
    const status = statusOf(telemetry);
    if (status === 'completed') span.setStatus({ code: SpanStatusCode.OK });
    if (status === 'failed')
      span.setStatus({ code: SpanStatusCode.ERROR, message: redactText(error.message ?? 'unknown error') });
    span.end(endTime);
  }
}

/** Start and end in milliseconds since the epoch; an unknown one follows from the duration. */
function timesOf({ startedAt, completedAt, duration }: Telemetry['timing']): readonly [number, number] {
  const millis = (duration ?? 0) * 1_000;
  const end = completedAt?.getTime() ?? (startedAt === null ? Date.now() : startedAt.getTime() + millis);
  const start = startedAt?.getTime() ?? end - millis;
  return [start, Math.max(start, end)];
}
