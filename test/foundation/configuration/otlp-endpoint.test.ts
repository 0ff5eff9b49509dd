import { expect, test } from '@jest/globals';
import type { Environment } from '../../../src/foundation/configuration/layers.ts';
import { resolved, shown } from './resolved.ts';

const ALL = 'OTEL_EXPORTER_OTLP_ENDPOINT';
const OWN = 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT';
const GRPC = { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
const INSECURE = { ...GRPC, OTEL_EXPORTER_OTLP_INSECURE: 'true' };

const COMPLETED: readonly (readonly [Environment, string])[] = [
  [{}, 'http://localhost:4318/v1/traces'],
  [{ [ALL]: 'http://collector:4318' }, 'http://collector:4318/v1/traces'],
  [{ [ALL]: 'http://collector:4318/' }, 'http://collector:4318/v1/traces'],
  [{ [ALL]: 'https://vendor.example/otlp/' }, 'https://vendor.example/otlp/v1/traces'],
  [{ [ALL]: 'http://collector:4318?x=1' }, 'http://collector:4318/v1/traces?x=1'],
  [{ [ALL]: 'HTTP://Collector:4318' }, 'http://collector:4318/v1/traces'],
  [{ [ALL]: 'http://[::1]:4318' }, 'http://[::1]:4318/v1/traces'],
  [{ [OWN]: 'http://collector:4318' }, 'http://collector:4318/'],
  [{ [OWN]: 'http://collector:4318/my/path', [ALL]: 'http://other' }, 'http://collector:4318/my/path'],
  [GRPC, 'http://localhost:4317'],
  [{ ...GRPC, [ALL]: 'http://collector:4317' }, 'http://collector:4317'],
  [{ ...GRPC, [ALL]: 'https://collector:4317' }, 'https://collector:4317'],
  [{ ...GRPC, [ALL]: 'collector:4317' }, 'https://collector:4317'],
  [{ ...INSECURE, [ALL]: 'collector:4317' }, 'http://collector:4317'],
  [{ ...INSECURE, [ALL]: 'https://collector:4317' }, 'https://collector:4317'],
  [{ ...GRPC, [OWN]: 'unix:/var/run/otlp.sock' }, 'unix:/var/run/otlp.sock'],
];

test.each(COMPLETED)('%j becomes %s', (environment, endpoint) => {
  const { config, warnings } = resolved(environment);
  expect(config.traces.otlp.endpoint).toBe(endpoint);
  expect(warnings).toEqual([]);
});

test('a gRPC scheme is in lower case, since it decides whether TLS is spoken', () => {
  expect(resolved({ ...GRPC, [ALL]: 'HTTPS://collector:4317' }).config.traces.otlp.endpoint).toMatch(/^https:/);
});

test.each([
  [{ [ALL]: 'http://collector:4318' }, 'environment', ALL],
  [{ [OWN]: 'http://own:4318', [ALL]: 'http://collector:4318' }, 'environment', OWN],
  [{}, 'default', undefined],
])('%j: the source is told', (environment, from, name) => {
  expect(shown('traces.otlp.endpoint', environment).slice(1)).toEqual([from, name]);
});

const HTTP_URL = 'expected an http:// or https:// URL';
const TARGET = 'expected http://host:port, https://host:port, host:port or unix:path';
const BROKEN: readonly (readonly [Environment, string, string, string])[] = [
  [{}, 'localhost:4318', HTTP_URL, 'http://localhost:4318/v1/traces'],
  [{}, 'ftp://host', HTTP_URL, 'http://localhost:4318/v1/traces'],
  [{}, 'http://', HTTP_URL, 'http://localhost:4318/v1/traces'],
  [{}, 'http://host:99999', HTTP_URL, 'http://localhost:4318/v1/traces'],
  [{}, 'unix:/run/x', HTTP_URL, 'http://localhost:4318/v1/traces'],
  [GRPC, 'ftp://host', TARGET, 'http://localhost:4317'],
  [GRPC, 'host:99999', TARGET, 'http://localhost:4317'],
  [GRPC, 'two words', TARGET, 'http://localhost:4317'],
];

test.each(BROKEN)('%j with "%s": one warning and the default', (environment, endpoint, expected, fallback) => {
  const { config, warnings } = resolved({ ...environment, [OWN]: endpoint });
  expect(config.traces.otlp.endpoint).toBe(fallback);
  expect(warnings).toEqual([`${OWN}: ${expected}, got "${endpoint}"; using ${fallback}`]);
});

test('the default that stands in for a broken endpoint is shown as a default', () => {
  expect(shown('traces.otlp.endpoint', { [OWN]: 'x' })).toEqual([
    'http://localhost:4318/v1/traces',
    'default',
    undefined,
  ]);
});

test('an endpoint for all signals that is no use is one warning, which speaks of all signals', () => {
  const { config, warnings } = resolved({ [ALL]: 'localhost:4318' });
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).not.toMatch(/v1\/(traces|metrics|logs)/);
  for (const signal of ['traces', 'metrics', 'logs'] as const)
    expect(config[signal].otlp.endpoint).toBe(`http://localhost:4318/v1/${signal}`);
});

test.each([
  'http://user:hunter2@host:99999',
  'ftp://host/?token=hunter2',
  'ftp://host/#hunter2',
  'http://user:pass/hunter2@host',
  'http://user:pass#hunter2@host',
  'http://user:pass?hunter2@host',
])('the warning about %s keeps credentials to itself', (endpoint) => {
  const { warnings } = resolved({ [OWN]: endpoint });
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).not.toMatch(/hunter2|pass/);
});

test('each signal has its own endpoint, protocol and headers', () => {
  const { config } = resolved({
    [ALL]: 'http://collector:4318',
    OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://metrics:1/m',
    OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'grpc',
    OTEL_EXPORTER_OTLP_HEADERS: 'a=1,b=1',
    OTEL_EXPORTER_OTLP_LOGS_HEADERS: 'b=2',
  });
  expect(config.traces.otlp).toMatchObject({
    endpoint: 'http://collector:4318/v1/traces',
    headers: { a: '1', b: '1' },
  });
  expect(config.metrics.otlp).toMatchObject({ endpoint: 'http://metrics:1/m', protocol: 'http/protobuf' });
  expect(config.logs.otlp).toMatchObject({
    endpoint: 'http://collector:4318',
    protocol: 'grpc',
    headers: { a: '1', b: '2' },
  });
});
