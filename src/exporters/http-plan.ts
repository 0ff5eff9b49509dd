import type { OtlpConfig } from '../configuration/config.ts';
import type { TransportPlan } from './final-request.ts';
import { readTlsFiles } from './tls-files.ts';

/**
 * How OTLP/HTTP requests are sent, protobuf or JSON as the configuration says.
 * @throws {TypeError} when the endpoint is no URL
 */
export function planHttp(otlp: OtlpConfig): TransportPlan {
  const { endpoint, protocol, compression, headers = {} } = otlp;
  // Asked now, since what is wrong is to be told at the start.
  new URL(endpoint);
  const contentType = protocol === 'http/json' ? 'application/json' : 'application/x-protobuf';
  return { protocol: 'http', options: { url: endpoint, contentType, compression, headers, tls: readTlsFiles(otlp) } };
}
