import type { OtlpConfig } from '../../../foundation/configuration/config.ts';
import type { Signal } from '../../../foundation/configuration/settings/otlp-settings.ts';
import { parseGrpcAddress } from '../grpc/grpc-address.ts';
import { toGrpcMetadata } from '../grpc/grpc-metadata.ts';
import { EXPORT_METHODS } from '../grpc/grpc-request.ts';
import type { ProxyAddress } from '../transport/proxy-address.ts';
import { readTlsFiles } from '../transport/tls-files.ts';
import type { TransportPlan } from './otlp-request.ts';

/**
 * The plan of the transport for OTLP/gRPC.
 * @throws {TypeError} when the endpoint is no URL
 */
export function planGrpc(signal: Signal, otlp: OtlpConfig, proxy: ProxyAddress | undefined): TransportPlan {
  const address = parseGrpcAddress(otlp.endpoint);
  const { authorization } = address;
  const options = {
    address,
    path: EXPORT_METHODS[signal],
    metadata: { ...(authorization && { authorization }), ...toGrpcMetadata(otlp.headers ?? {}) },
    compression: otlp.compression,
    tls: readTlsFiles(otlp),
    proxy,
  };
  return { protocol: 'grpc', options };
}
