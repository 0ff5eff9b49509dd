import type { OtlpConfig } from '../configuration/config.ts';
import type { Signal } from '../configuration/otlp-settings.ts';
import type { TransportPlan } from './final-request.ts';
import { parseGrpcAddress } from './grpc-address.ts';
import { toGrpcMetadata } from './grpc-metadata.ts';
import { EXPORT_METHODS } from './grpc-request.ts';
import { readTlsFiles } from './tls-files.ts';

/**
 * How OTLP/gRPC calls are made.
 * @throws {TypeError} when the endpoint is no URL
 */
export function planGrpc(signal: Signal, otlp: OtlpConfig): TransportPlan {
  const address = parseGrpcAddress(otlp.endpoint);
  const { authorization } = address;
  const options = {
    address,
    path: EXPORT_METHODS[signal],
    metadata: { ...(authorization && { authorization }), ...toGrpcMetadata(otlp.headers ?? {}) },
    compression: otlp.compression,
    tls: readTlsFiles(otlp),
  };
  return { protocol: 'grpc', options };
}
