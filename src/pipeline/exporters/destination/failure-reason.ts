import { oneLine } from '../../../foundation/diagnostics/masking.ts';

const NO_TLS = 'no TLS spoken there: is the endpoint http:// instead of https://?';
const NO_HTTP2 = 'no HTTP/2 spoken there: is this the HTTP port, or is TLS needed (https://)?';

/** The meaning of the error codes of Node, OpenSSL and the HTTP parser to a person who sets an endpoint. */
const BY_CODE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused: nothing listens there. Is the Collector running, and is it this port?',
  ENOTFOUND: 'the host name cannot be resolved',
  EAI_AGAIN: 'the host name cannot be resolved at the moment',
  ECONNRESET: 'the connection was reset: is this the right port and protocol (HTTP or gRPC, with or without TLS)?',
  EPROTO: NO_TLS,
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NO_TLS,
  HPE_INVALID_CONSTANT: 'the answer is not HTTP: is this the gRPC port?',
  EPROTONOSUPPORT: NO_HTTP2,
  ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL: NO_HTTP2,
};

/** Failures with many error codes, their meaning, and the variables to set. */
const BY_PATTERN: readonly (readonly [RegExp, string, string])[] = [
  [
    /alert.(certificate.required|bad.certificate|handshake.failure)/i,
    'the server asks for a client certificate',
    'OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE and OTEL_EXPORTER_OTLP_CLIENT_KEY name it',
  ],
  [
    /PEM routines|no start line/i,
    'a certificate file holds no PEM',
    'OTEL_EXPORTER_OTLP_CERTIFICATE, OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE and OTEL_EXPORTER_OTLP_CLIENT_KEY name the files',
  ],
  [
    /_CERT|CERT_|SELF_SIGNED|ISSUER|ALTNAME|LEAF_SIGNATURE|self-signed|unable to (verify|get)|certificate has expired|altnames/i,
    'the TLS certificate is not accepted',
    'A private CA is named with OTEL_EXPORTER_OTLP_CERTIFICATE',
  ],
];

/** The reason of a failed export, on one line and for people. */
export function describeFailure(error: unknown): string {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const text = typeof message === 'string' && message !== '' ? oneLine(message) : String(code ?? 'unknown error');
  if (typeof code !== 'string') return text;
  // The message is complete, and the advice below is about Collectors.
  if (code.startsWith('ERR_PROXY_')) return text;
  const details = text.includes(code) ? text : `${code}: ${text}`;
  return describePattern(details, details) ?? (BY_CODE[code] === undefined ? text : `${BY_CODE[code]} (${code})`);
}

function describePattern(text: string, details: string): string | undefined {
  const [, meaning, remedy] = BY_PATTERN.find(([pattern]) => pattern.test(text)) ?? [];
  return meaning === undefined ? undefined : `${meaning} (${details}). ${remedy}`;
}
