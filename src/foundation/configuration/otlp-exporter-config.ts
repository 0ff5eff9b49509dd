import type { MetricsConfig, OtlpConfig } from './config.ts';
import { type Environment, readEnvironment } from './layers.ts';
import { resolveConfig } from './resolve.ts';
import { proxySettings } from './settings/proxy-settings.ts';
import { eachSetting } from './settings/setting.ts';

/** Where an exporter of its own sends spans and metrics. */
export interface OtlpExporterConfig {
  readonly serviceName: string;
  readonly traces: OtlpConfig;
  readonly metrics: MetricsConfig;
  readonly timeoutMillis: number;
}

export interface OtlpExporterSettings {
  readonly serviceName: string;
  readonly endpoint: string;
  readonly protocol: OtlpConfig['protocol'];
  readonly headers: Readonly<Record<string, string>>;
  readonly insecure: boolean;
  readonly timeoutMillis: number;
}

/**
 * What code says, completed as the variables of the same names would be. Of the environment only the proxies count.
 * @throws {TypeError} when the endpoint cannot be used
 */
export function resolveOtlpExporter(settings: OtlpExporterSettings): OtlpExporterConfig {
  const { serviceName, endpoint, protocol, headers, insecure, timeoutMillis } = settings;
  const { config, warnings } = resolveConfig({
    environment: {
      ...proxyVariables(),
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint.replace(/\/v1\/(traces|metrics)\/?$/, ''),
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_INSECURE: String(insecure),
    },
    applicationScript: undefined,
  });
  const [problem] = warnings.filter((warning) => READ.test(warning));
  if (problem !== undefined)
    throw new TypeError(`OpenTelemetryExporter: ${problem.replace(/; using .*/, '').replace(/^OTEL_\w+/, 'endpoint')}`);
  const complete = (otlp: OtlpConfig): OtlpConfig => ({ ...otlp, headers, timeoutMillis });
  const metrics = { ...config.metrics, otlp: complete(config.metrics.otlp) };
  return { serviceName, traces: complete(config.traces.otlp), metrics, timeoutMillis };
}

function proxyVariables(): Environment {
  const environment = readEnvironment();
  const names = [...eachSetting(proxySettings)].flatMap(([, { variables }]) => variables);
  return Object.fromEntries(names.map((name) => [name, environment[name]]));
}

export interface OtlpExporterEnvironment {
  readonly config: OtlpExporterConfig;
  /** One line for each variable that could not be used; free of secrets. */
  readonly warnings: readonly string[];
}

const READ = /^OTEL_(SERVICE_NAME|EXPORTER_OTLP_(?!LOGS_))/;

/** What OTEL_SERVICE_NAME and OTEL_EXPORTER_OTLP_* say. `defaultTimeoutMillis` holds where they say nothing of the timeout. Never throws. */
export function readOtlpExporterEnvironment(defaultTimeoutMillis: number): OtlpExporterEnvironment {
  const { config, sources, warnings } = resolveConfig();
  const isSaid = ['traces', 'metrics'].some(
    (signal) => sources[`${signal}.otlp.timeoutMillis`]?.from === 'environment',
  );
  const { traces, metrics, service } = config;
  const longest = Math.max(traces.otlp.timeoutMillis, metrics.otlp.timeoutMillis);
  return {
    config: {
      serviceName: service.name,
      traces: traces.otlp,
      metrics,
      timeoutMillis: isSaid ? longest : defaultTimeoutMillis,
    },
    warnings: warnings.filter((warning) => READ.test(warning)),
  };
}
