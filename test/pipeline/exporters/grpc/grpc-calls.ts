import type { IncomingHttpHeaders, OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { afterEach } from '@jest/globals';
import { parseGrpcAddress } from '../../../../src/pipeline/exporters/grpc/grpc-address.ts';
import { EXPORT_METHODS } from '../../../../src/pipeline/exporters/grpc/grpc-request.ts';
import { GrpcTransport, type GrpcTransportOptions } from '../../../../src/pipeline/exporters/grpc/grpc-transport.ts';
import { type LocalServer, serveHttp2 } from '../local-server.ts';

export const GRPC: OutgoingHttpHeaders = { ':status': 200, 'content-type': 'application/grpc' };
/** A whole answer in one block. */
export const OK: OutgoingHttpHeaders = { ...GRPC, 'grpc-status': '0' };

const transports: GrpcTransport[] = [];
afterEach(() => {
  for (const transport of transports.splice(0)) transport.shutdown();
});

/** A transport that ends with the test. */
export function transportTo(url: string, options: Partial<GrpcTransportOptions> = {}): GrpcTransport {
  const address = parseGrpcAddress(url);
  const defaults = { address, path: EXPORT_METHODS.traces, metadata: {}, compression: 'none', tls: {} } as const;
  const transport = new GrpcTransport({ ...defaults, ...options });
  transports.push(transport);
  return transport;
}

/** A server that reads each call and answers it as told. */
export function serveAnswer(
  answer: (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void,
): Promise<LocalServer> {
  return serveHttp2((stream, headers) => answer(stream.resume(), headers));
}
