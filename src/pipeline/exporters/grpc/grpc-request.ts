import type { Signal } from '../../../foundation/configuration/settings/otlp-settings.ts';
import { USER_AGENT } from '../transport/user-agent.ts';

/** The one method of each signal: https://opentelemetry.io/docs/specs/otlp/#otlpgrpc */
export const EXPORT_METHODS: Readonly<Record<Signal, string>> = {
  traces: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  metrics: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
  logs: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
};

export interface GrpcRequest {
  readonly scheme: 'http' | 'https';
  /** host:port, an IPv6 address in brackets. */
  readonly authority: string;
  /** One of `EXPORT_METHODS`. */
  readonly path: string;
  readonly timeoutMillis: number;
  readonly compression: 'none' | 'gzip';
  /** The user's headers after `toGrpcMetadata`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The header block of a call, pseudo headers included: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#requests */
export function grpcRequestHeaders(request: GrpcRequest): Record<string, string> {
  const { scheme, authority, path, timeoutMillis, compression, metadata } = request;
  return {
    ':method': 'POST',
    ':scheme': scheme,
    ':authority': authority,
    ':path': path,
    ...metadata,
    te: 'trailers',
    'content-type': 'application/grpc',
    'user-agent': USER_AGENT,
    'grpc-timeout': grpcTimeout(timeoutMillis),
    'grpc-accept-encoding': 'identity,gzip',
    ...(compression === 'gzip' ? { 'grpc-encoding': 'gzip' } : {}),
  };
}

const MAX_DIGITS = 99_999_999;

/** At most eight digits and a unit. */
function grpcTimeout(millis: number): string {
  const whole = Math.max(1, Math.ceil(millis));
  return whole <= MAX_DIGITS ? `${whole}m` : `${Math.min(Math.ceil(millis / 1_000), MAX_DIGITS)}S`;
}
