import type { OtlpConfig } from '../../../foundation/configuration/config.ts';
import type { Signal } from '../../../foundation/configuration/settings/otlp-settings.ts';
import { parseGrpcAddress } from '../transport/grpc-address.ts';
import { toGrpcMetadata } from '../transport/grpc-metadata.ts';
import { EXPORT_METHODS } from '../transport/grpc-request.ts';
import { readTlsFiles } from '../transport/tls-files.ts';
import type { TransportPlan } from './otlp-request.ts';

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
