import { expect, test } from '@jest/globals';
import { describeStart } from '../../../src/foundation/configuration/start-line.ts';
import { VERSION } from '../../../src/foundation/diagnostics/version.ts';
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

test.each([
  [{ OTELIER_PRESET: 'production' }, 'preset production (10 % of the traces, errors, slower than 5 s)'],
  [{ OTELIER_PRESET: 'development' }, 'preset development (100 % of the traces)'],
  [{ OTELIER_PRESET: 'minimal' }, 'preset minimal (errors)'],
  [
    { OTELIER_PRESET: 'production', OTELIER_SAMPLING_RATE: '0.001', OTELIER_SAMPLING_MIN_DURATION: '0.5' },
    'preset production (0.1 % of the traces that take 0.5 s, errors, slower than 5 s)',
  ],
  [
    { OTELIER_SAMPLING_RATE: '0', OTELIER_SAMPLING_ERRORS: 'false', OTELIER_SAMPLING_SLOW: 'false' },
    'no preset (no traces)',
  ],
  [
    { OTELIER_PRESET: 'production', OTEL_TRACES_SAMPLER: 'always_on' },
    'preset production, but OTEL_TRACES_SAMPLER=always_on',
  ],
])('%j: %s', (environment, preset) => {
  expect(lineOf(environment)).toContain(`; ${preset}; 20 instrumentations`);
});

test('no credentials: neither of user info, path nor query', () => {
  const line = lineOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://user:s3cr3t@host.example:444/s3cr3t?key=s3cr3t' });
  expect(line).toContain('https://host.example:444;');
  expect(line).not.toContain('s3cr3t');
});
