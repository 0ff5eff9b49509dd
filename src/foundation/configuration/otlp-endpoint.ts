import { maskUrl, oneLine } from '../diagnostics/masking.ts';
import { type Completion, type OtlpConfig, type ProxyConfig, type SettingValues, TLS_FILE_NAMES } from './config.ts';
import type { otlpSettings, Signal } from './settings/otlp-settings.ts';
import { httpUrl, isHttpUrl, type ValuesOf } from './settings/setting.ts';

type OtlpValues = ValuesOf<ReturnType<typeof otlpSettings>>;

type Context = Pick<Completion, 'sources' | 'problem'>;

/** Completes the OTLP settings of a signal. */
export function completeOtlp(signal: Signal, { proxy, ...settings }: SettingValues, context: Context): OtlpConfig {
  const values = settings[signal].otlp;
  const endpoint = completeEndpoint(signal, values, context);
  const named = TLS_FILE_NAMES.map((file) => [file, context.sources[`${signal}.otlp.${file}`]?.name ?? file]);
  return {
    ...values,
    endpoint,
    proxy: completeProxy(endpoint, proxy),
    variables: Object.fromEntries(named),
  };
}

/** Whether the endpoint is one that `bypass` names is decided where requests are sent. */
function completeProxy(endpoint: string, proxy: SettingValues['proxy']): ProxyConfig | undefined {
  const { collector, isFromEnvironment, http, https, bypass = '' } = proxy;
  if (collector !== undefined) return { url: collector, bypass: '' };
  const url = endpoint.startsWith('https:') ? https : http;
  return isFromEnvironment && url !== undefined ? { url, bypass } : undefined;
}

const FORMS = {
  http: httpUrl.expected,
  grpc: 'http://host:port, https://host:port, host:port or unix:path',
} as const;

/** The endpoint depends on the protocol and on which of the two variables it came from. */
function completeEndpoint(signal: Signal, values: OtlpValues, { sources, problem }: Context): string {
  const isGrpc = values.protocol === 'grpc';
  const origin = isGrpc ? 'http://localhost:4317' : 'http://localhost:4318';
  const fallback = isGrpc ? origin : `${origin}/v1/${signal}`;
  if (values.endpoint === undefined) return fallback;
  const path = `${signal}.otlp.endpoint`;
  const variable = sources[path]?.name ?? path;
  const forAllSignals = variable === 'OTEL_EXPORTER_OTLP_ENDPOINT';
  const endpoint = isGrpc
    ? grpcTarget(values.endpoint, values.insecure)
    : signalUrl(values.endpoint, forAllSignals ? signal : undefined);
  if (endpoint !== undefined) return endpoint;
  sources[path] = { from: 'default' };
  const got = oneLine(maskUrl(values.endpoint), 100);
  const used = forAllSignals ? origin : fallback;
  problem(variable, `${variable}: expected ${FORMS[isGrpc ? 'grpc' : 'http']}, got "${got}"; using ${used}`);
  return fallback;
}

/** https://opentelemetry.io/docs/specs/otel/protocol/exporter/#endpoint-urls-for-otlphttp */
function signalUrl(endpoint: string, signal: Signal | undefined): string | undefined {
  const url = URL.parse(endpoint);
  if (!isHttpUrl(url)) return undefined;
  if (signal !== undefined) url.pathname = `${url.pathname.replace(/\/$/, '')}/v1/${signal}`;
  return url.href;
}

/** A target without scheme is secure unless INSECURE says otherwise: https://opentelemetry.io/docs/specs/otel/protocol/exporter/#configuration-options */
function grpcTarget(endpoint: string, insecure: boolean): string | undefined {
  if (endpoint.startsWith('unix:')) return endpoint;
  const [scheme] = /^[a-z][a-z0-9+.-]*:\/\//i.exec(endpoint) ?? [];
  const withScheme =
    scheme === undefined
      ? `${insecure ? 'http' : 'https'}://${endpoint}`
      : scheme.toLowerCase() + endpoint.slice(scheme.length);
  const url = URL.parse(withScheme);
  return isHttpUrl(url) ? withScheme : undefined;
}
