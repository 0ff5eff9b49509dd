import { boolean, filePath, headers, integer, MAX_TIMER_MILLIS, oneOf, setting, text } from './setting.ts';

export type Signal = 'traces' | 'metrics' | 'logs';

/**
 * The OTLP exporter settings of one signal: each has a variable of its own and one for all signals.
 * https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
export function otlpSettings(signal: Signal) {
  const both = (name: string): string[] => [
    `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_${name}`,
    `OTEL_EXPORTER_OTLP_${name}`,
  ];
  return {
    protocol: setting(oneOf('http/protobuf', 'http/json', 'grpc'), {
      variables: both('PROTOCOL'),
      default: 'http/protobuf',
      about: 'wire format and transport',
    }),
    endpoint: setting(text, {
      variables: both('ENDPOINT'),
      default: undefined,
      about:
        'the Collector; `v1/<signal>` is appended to the one for all signals under HTTP; default `http://localhost:4318`, with grpc `http://localhost:4317`',
      url: true,
    }),
    headers: setting(headers, {
      variables: both('HEADERS'),
      default: undefined,
      about: 'sent with each export, `key=value,…`; those of one signal are added to those of all; never printed',
      secret: true,
      merge: true,
    }),
    timeoutMillis: setting(integer({ min: 1, max: MAX_TIMER_MILLIS, unit: 'ms' }), {
      variables: both('TIMEOUT'),
      default: 10_000,
      about: 'longest time for one export, retries included',
    }),
    compression: setting(oneOf('none', 'gzip'), {
      variables: both('COMPRESSION'),
      default: 'none',
      about: 'compression of the body',
    }),
    certificate: setting(filePath, {
      variables: both('CERTIFICATE'),
      default: undefined,
      about: 'PEM file of the CA to trust',
    }),
    clientCertificate: setting(filePath, {
      variables: both('CLIENT_CERTIFICATE'),
      default: undefined,
      about: 'PEM file of the client certificate (mTLS)',
    }),
    clientKey: setting(filePath, {
      variables: both('CLIENT_KEY'),
      default: undefined,
      about: 'PEM file of the client key (mTLS)',
    }),
    insecure: setting(boolean, {
      variables: both('INSECURE'),
      default: false,
      about: 'grpc only: no TLS for an endpoint without scheme',
    }),
  };
}
