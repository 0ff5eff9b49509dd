import { maskUrl, oneLine } from '../diagnostics/masking.ts';
import type { OtlpConfig } from './config.ts';
import type { ConfigSource } from './layers.ts';
import type { otlpSettings, Signal } from './otlp-settings.ts';
import type { ValuesOf } from './setting.ts';

type OtlpValues = ValuesOf<ReturnType<typeof otlpSettings>>;

/** Completes the endpoint, which depends on the protocol and on which of the two variables it came from. */
export function completeOtlp(
  signal: Signal,
  values: OtlpValues,
  source: ConfigSource | undefined,
  problem: (variable: string, message: string) => void,
): OtlpConfig {
  const fallback = values.protocol === 'grpc' ? 'http://localhost:4317' : `http://localhost:4318/v1/${signal}`;
  if (values.endpoint === undefined) return { ...values, endpoint: fallback };
  const forAllSignals = source?.name === 'OTEL_EXPORTER_OTLP_ENDPOINT';
  const endpoint =
    values.protocol === 'grpc'
      ? grpcTarget(values.endpoint, values.insecure)
      : httpUrl(values.endpoint, forAllSignals ? signal : undefined);
  if (endpoint === undefined) {
    const name = source?.name ?? 'endpoint';
    const expected =
      values.protocol === 'grpc'
        ? 'http://host:port, https://host:port, host:port or unix:path'
        : 'an http:// or https:// URL';
    problem(name, `${name}: expected ${expected}, got "${oneLine(maskUrl(values.endpoint), 100)}"; using ${fallback}`);
  }
  return { ...values, endpoint: endpoint ?? fallback };
}

/** https://opentelemetry.io/docs/specs/otel/protocol/exporter/#endpoint-urls-for-otlphttp */
function httpUrl(endpoint: string, signal: Signal | undefined): string | undefined {
  const url = URL.parse(endpoint);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  if (signal !== undefined) url.pathname = `${url.pathname.replace(/\/$/, '')}/v1/${signal}`;
  return url.href;
}

/** A target without scheme is secure unless INSECURE says otherwise: https://opentelemetry.io/docs/specs/otel/protocol/exporter/#configuration-options */
function grpcTarget(endpoint: string, insecure: boolean): string | undefined {
  if (endpoint.startsWith('unix:')) return endpoint;
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(endpoint)
    ? endpoint
    : `${insecure ? 'http' : 'https'}://${endpoint}`;
  const url = URL.parse(withScheme);
  return url !== null && /^https?:$/.test(url.protocol) && url.host !== '' ? withScheme : undefined;
}
