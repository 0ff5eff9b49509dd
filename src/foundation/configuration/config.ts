import type { Attributes } from '@opentelemetry/api';
import type { Generation } from '../semconv/tables/definition.ts';
import type { otlpSettings } from './settings/otlp-settings.ts';
import type { SamplingOptions } from './settings/sampling-presets.ts';
import type { ValuesOf } from './settings/setting.ts';
import type { settings } from './settings/settings.ts';

type Values = ValuesOf<typeof settings>;

/** OTLP settings of one signal, the endpoint complete: what the exporter posts to, or the gRPC target. */
export interface OtlpConfig extends Omit<ValuesOf<ReturnType<typeof otlpSettings>>, 'endpoint'> {
  readonly endpoint: string;
  readonly proxy: ProxyConfig | undefined;
  /** The variable that each file came from, for messages. */
  readonly variables: Readonly<Record<TlsFileName, string>>;
}

/** The proxy for an endpoint. */
export interface ProxyConfig {
  readonly url: string;
  /** Hosts without a proxy, as NO_PROXY lists them. */
  readonly bypass: string;
}

export const TLS_FILE_NAMES = ['certificate', 'clientCertificate', 'clientKey'] as const;
export type TlsFileName = (typeof TLS_FILE_NAMES)[number];

export interface AttributeLimits {
  readonly attributeCount: number;
  /** `Infinity`: no limit. */
  readonly attributeValueLength: number;
}

export type BatchConfig = Values['traces']['batch'];
export type JaegerConfig = Values['traces']['jaeger'];
export type PrometheusConfig = Values['metrics']['prometheus'];
export type TemporalityName = Values['metrics']['temporality'];
export type HistogramAggregationName = Values['metrics']['histogramAggregation'];
export type PropagatorName = Exclude<Values['propagators'][number], 'none'>;
/** How operations of generative AI are told; `generation` as the opt-in says. */
export type GenAiConfig = Values['genAi'] & { readonly generation: Generation };
export type RedactionConfig = Values['redaction'];
export type InstrumentationsConfig = Values['instrumentations'];

/** Detector names of today; `os`, `serviceinstance`, `env` and `all` are translated to them. */
export type DetectorName = Exclude<
  Values['resource']['detectors'][number],
  'all' | 'none' | 'env' | 'os' | 'serviceinstance'
>;

export type TracesConfig = Omit<Values['traces'], 'limits' | 'otlp'> & {
  readonly otlp: OtlpConfig;
  readonly limits: Omit<Values['traces']['limits'], keyof AttributeLimits> & AttributeLimits;
};
export type MetricsConfig = Omit<Values['metrics'], 'otlp'> & { readonly otlp: OtlpConfig };
export type LogsConfig = Omit<Values['logs'], 'limits' | 'otlp'> & {
  readonly otlp: OtlpConfig;
  readonly limits: AttributeLimits;
};

/** The whole configuration, resolved and complete: the only thing that rooms are told about the environment. */
export type Config = Omit<
  Values,
  'service' | 'sampling' | 'resource' | 'propagators' | 'genAi' | 'attributeLimits' | 'traces' | 'metrics' | 'logs'
> & {
  readonly service: { readonly name: string; readonly version: string | undefined };
  /** `undefined`: OTEL_TRACES_SAMPLER decides, or its default. */
  readonly sampling: SamplingOptions | undefined;
  readonly resource: {
    /** From code and environment, merged; without `service.name` and `service.version`. */
    readonly attributes: Attributes;
    readonly detectors: readonly DetectorName[];
  };
  readonly propagators: readonly PropagatorName[];
  readonly genAi: GenAiConfig;
  readonly traces: TracesConfig;
  readonly metrics: MetricsConfig;
  readonly logs: LogsConfig;
};
