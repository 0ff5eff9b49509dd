import {
  type OtlpExporterConfig,
  resolveOtlpExporter,
} from '../../../foundation/configuration/otlp-exporter-config.ts';
import {
  flag,
  type OptionRule,
  oneOf,
  timerSeconds,
  validateOptions,
} from '../../../foundation/diagnostics/options.ts';

export interface OpenTelemetryExporterOptions {
  /** @default 'l0' */
  readonly serviceName?: string;
  /** The Collector: `/v1/traces` and `/v1/metrics` are appended under HTTP. @default 'http://localhost:4318' */
  readonly endpoint?: string;
  /** @default 'grpc' for port 4317, else 'http/protobuf' */
  readonly protocol?: 'http/protobuf' | 'http/json' | 'grpc';
  /** Sent with each export; never printed. @default {} */
  readonly headers?: Readonly<Record<string, string>>;
  /** grpc: no TLS for an endpoint without scheme. @default false */
  readonly insecure?: boolean;
  /** Longest time for one export, in seconds. @default 30 */
  readonly timeout?: number;
  /** @default true */
  readonly traceEnabled?: boolean;
  /** @default true */
  readonly metricsEnabled?: boolean;
  /** false: each record is sent at once. @default true */
  readonly batchExport?: boolean;
  /** Longest time a record waits for its batch, in seconds. @default 5 */
  readonly exportInterval?: number;
}

export interface ExporterSettings {
  readonly target: OtlpExporterConfig;
  readonly traceEnabled: boolean;
  readonly metricsEnabled: boolean;
  readonly isBatched: boolean;
  readonly intervalMillis: number;
}

const text: OptionRule = {
  expected: 'a text that is not empty',
  holds: (value) => typeof value === 'string' && value.trim() !== '',
};
const texts: OptionRule = {
  expected: 'an object of texts',
  holds: (value) =>
    typeof value === 'object' && value !== null && Object.values(value).every((item) => typeof item === 'string'),
};
const duration: OptionRule = {
  expected: `${timerSeconds.expected}, more than 0`,
  holds: (value) => timerSeconds.holds(value) && (value as number) > 0,
};

const RULES = {
  serviceName: text,
  endpoint: text,
  protocol: oneOf('http/protobuf', 'http/json', 'grpc'),
  headers: texts,
  insecure: flag,
  timeout: duration,
  traceEnabled: flag,
  metricsEnabled: flag,
  batchExport: flag,
  exportInterval: duration,
};

export const DEFAULT_TIMEOUT_MILLIS = 30_000;

/** @throws {TypeError} when an option is unknown or of another kind than expected, or the endpoint cannot be used */
export function resolveExporterOptions(
  options: OpenTelemetryExporterOptions,
  known?: OtlpExporterConfig,
): ExporterSettings {
  validateOptions('OpenTelemetryExporter', options, RULES);
  const { traceEnabled = true, metricsEnabled = true, batchExport = true, exportInterval = 5 } = options;
  return {
    target: known ?? targetOf(options),
    traceEnabled,
    metricsEnabled,
    isBatched: batchExport,
    intervalMillis: Math.max(1, Math.round(exportInterval * 1_000)),
  };
}

function targetOf(options: OpenTelemetryExporterOptions): OtlpExporterConfig {
  const { serviceName = 'l0', endpoint = 'http://localhost:4318', headers = {}, insecure = false } = options;
  const { protocol = /:4317\/?$/.test(endpoint) ? 'grpc' : 'http/protobuf', timeout } = options;
  const timeoutMillis = timeout === undefined ? DEFAULT_TIMEOUT_MILLIS : Math.max(1, Math.round(timeout * 1_000));
  return resolveOtlpExporter({ serviceName, endpoint, protocol, headers: { ...headers }, insecure, timeoutMillis });
}
