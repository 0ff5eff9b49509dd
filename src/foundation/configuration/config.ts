import type { Attributes } from '@opentelemetry/api';
import type { Generation } from '../semconv/tables/definition.ts';
import type { ApplicationPackage } from './application-package.ts';
import type { Sources } from './layers.ts';
import type { otlpSettings } from './settings/otlp-settings.ts';
import type { PresetName, SamplingOptions } from './settings/sampling-presets.ts';
import type { ValuesOf } from './settings/setting.ts';
import type { settings } from './settings/settings.ts';

/** The value of each setting by itself, before completion. */
export type SettingValues = ValuesOf<typeof settings>;

/** What code may say about the configuration; it wins over the environment. */
export interface CodeOptions {
  readonly serviceName?: string;
  readonly serviceVersion?: string;
  readonly resourceAttributes?: Attributes;
  readonly preset?: PresetName;
  readonly shutdownTimeoutMillis?: number;
}

/** What completing the configuration may look at beside the values, and where it writes what it found. */
export interface Completion {
  /** Extended where a value is derived from another. */
  readonly sources: Sources;
  readonly code: CodeOptions;
  readonly applicationPackage: ApplicationPackage | undefined;
  readonly problem: (variable: string, message: string) => void;
}

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

export type BatchConfig = SettingValues['traces']['batch'];
export type JaegerConfig = SettingValues['traces']['jaeger'];
export type PrometheusConfig = SettingValues['metrics']['prometheus'];
export type TemporalityName = SettingValues['metrics']['temporality'];
export type HistogramAggregationName = SettingValues['metrics']['histogramAggregation'];
export type PropagatorName = Exclude<SettingValues['propagators'][number], 'none'>;
/** How operations of generative AI are told; `generation` as the opt-in says. */
export type GenAiConfig = SettingValues['genAi'] & { readonly generation: Generation };
export type RedactionConfig = SettingValues['redaction'];
export type InstrumentationsConfig = SettingValues['instrumentations'];

/** Detector names of today; `os`, `serviceinstance`, `env` and `all` are translated to them. */
export type DetectorName = Exclude<
  SettingValues['resource']['detectors'][number],
  'all' | 'none' | 'env' | 'os' | 'serviceinstance'
>;

export type TracesConfig = Omit<SettingValues['traces'], 'limits' | 'otlp'> & {
  readonly otlp: OtlpConfig;
  readonly limits: Omit<SettingValues['traces']['limits'], keyof AttributeLimits> & AttributeLimits;
};
export type MetricsConfig = Omit<SettingValues['metrics'], 'otlp'> & { readonly otlp: OtlpConfig };
export type LogsConfig = Omit<SettingValues['logs'], 'limits' | 'otlp'> & {
  readonly otlp: OtlpConfig;
  readonly limits: AttributeLimits;
};

/** The whole configuration, resolved and complete: the only thing that rooms are told about the environment. */
export type Config = Omit<
  SettingValues,
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
