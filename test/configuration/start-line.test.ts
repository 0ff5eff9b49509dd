import { expect, test } from '@jest/globals';
import { describeStart } from '../../src/configuration/start-line.ts';
import { VERSION } from '../../src/diagnostics/version.ts';
import { resolved } from './resolved.ts';

const lineOf = (environment: Readonly<Record<string, string>>): string =>
  describeStart(resolved({ OTEL_SERVICE_NAME: 'till', ...environment }).config, 20);

test.each([
  [{}, 'traces, metrics, logs to otlp http/protobuf http://localhost:4318'],
  [
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_METRICS_EXPORTER: 'prometheus', OTEL_LOGS_EXPORTER: 'none' },
    'traces to otlp grpc http://localhost:4317; metrics to prometheus 127.0.0.1:9464; logs to nowhere',
  ],
  [
    { OTEL_TRACES_EXPORTER: 'zipkin,jaeger,console', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' },
    'traces to zipkin http://localhost:9411 and jaeger udp://localhost:6832 and console; metrics, logs to nowhere',
  ],
])('%j', (environment, places) => {
  expect(lineOf(environment)).toBe(`otelier ${VERSION}: service "till"; ${places}; no preset; 20 instrumentations`);
});

test('no credentials: neither of user info, path nor query', () => {
  const line = lineOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://user:s3cr3t@host.example:444/s3cr3t?key=s3cr3t' });
  expect(line).toContain('https://host.example:444;');
  expect(line).not.toContain('s3cr3t');
});
