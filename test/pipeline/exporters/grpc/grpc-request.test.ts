import { describe, expect, test } from '@jest/globals';
import { VERSION } from '../../../../src/foundation/diagnostics/version.ts';
import {
  EXPORT_METHODS,
  type GrpcRequest,
  grpcRequestHeaders,
} from '../../../../src/pipeline/exporters/grpc/grpc-request.ts';
import { OTLP_EXPORTER_VERSION } from '../../../../src/pipeline/exporters/transport/user-agent.ts';

const REQUEST: GrpcRequest = {
  scheme: 'https',
  authority: '[::1]:4317',
  path: EXPORT_METHODS.traces,
  timeoutMillis: 10_000,
  compression: 'none',
  metadata: { 'api-key': 's3cret' },
};

describe('grpcRequestHeaders', () => {
  test('has the header block of a call', () => {
    expect(grpcRequestHeaders(REQUEST)).toEqual({
      ':method': 'POST',
      ':scheme': 'https',
      ':authority': '[::1]:4317',
      ':path': '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
      'api-key': 's3cret',
      te: 'trailers',
      'content-type': 'application/grpc',
      'user-agent': `otelier/${VERSION} OTel-OTLP-Exporter-JavaScript/${OTLP_EXPORTER_VERSION}`,
      'grpc-timeout': '10000m',
      'grpc-accept-encoding': 'identity,gzip',
    });
  });

  test('names gzip', () => {
    expect(grpcRequestHeaders({ ...REQUEST, compression: 'gzip' })).toMatchObject({ 'grpc-encoding': 'gzip' });
  });

  test.each([
    [0.2, '1m'],
    [1_500.4, '1501m'],
    [99_999_999, '99999999m'],
    [100_000_000, '100000S'],
  ])('writes a timeout of %d ms as %s, with at most eight digits', (timeoutMillis, expected) => {
    expect(grpcRequestHeaders({ ...REQUEST, timeoutMillis })['grpc-timeout']).toBe(expected);
  });
});
