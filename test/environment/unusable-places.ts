import { startTcpStandIn } from '../program/stand-in.ts';
import { onlyMetrics, onlyTraces } from './only.ts';
import { general, SIGNALS, specific } from './signals.ts';
import { expectToldOnce } from './told-once.ts';
import type { VariableCase } from './variable-case.ts';

/** Nothing is sent: only what is said about the value counts. */
const SILENT = onlyTraces('none');

const BAD_ENDPOINTS = [
  ['localhost:4318', {}, 'an http:// or https:// URL', 'http://localhost:4318'],
  ['http//till:s3cr3t@collector?key=s3cr3t', {}, 'an http:// or https:// URL', 'http://localhost:4318'],
  [
    'ftp://collector',
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    'http://host:port, https://host:port, host:port or unix:path',
    'http://localhost:4317',
  ],
] as const;

const ENDPOINTS = [general('ENDPOINT'), ...SIGNALS.map((signal) => specific(signal, 'ENDPOINT'))];
const WITHOUT_SECRET = /^((?!s3cr3t).)*$/;

const endpointCases = BAD_ENDPOINTS.flatMap(([value, env, expected, fallback]) =>
  ENDPOINTS.map((name) => ({
    variables: [name],
    about: `"${value}"`,
    check: () => {
      const own = { ...SILENT, ...env, [name]: value };
      return expectToldOnce(own, `${name}: `, `expected ${expected}`, `using ${fallback}`, WITHOUT_SECRET);
    },
  })),
);

const otherCases: readonly VariableCase[] = [
  {
    variables: ['OTEL_EXPORTER_ZIPKIN_ENDPOINT'],
    about: 'no URL',
    check: () =>
      expectToldOnce(
        { ...onlyTraces('zipkin'), OTEL_EXPORTER_ZIPKIN_ENDPOINT: 'till:s3cr3t@zipkin/' },
        'OTEL_EXPORTER_ZIPKIN_ENDPOINT',
        WITHOUT_SECRET,
      ),
  },
  {
    variables: ['OTEL_EXPORTER_JAEGER_ENDPOINT'],
    about: 'no URL',
    check: () =>
      expectToldOnce(
        { ...onlyTraces('jaeger'), OTEL_EXPORTER_JAEGER_ENDPOINT: 'till:s3cr3t@jaeger' },
        'OTEL_EXPORTER_JAEGER_ENDPOINT',
        WITHOUT_SECRET,
      ),
  },
  {
    variables: ['OTEL_EXPORTER_JAEGER_AGENT_HOST'],
    about: 'a name that does not resolve',
    check: () =>
      expectToldOnce(
        { ...onlyTraces('jaeger'), OTEL_EXPORTER_JAEGER_AGENT_HOST: 'no host' },
        'cannot deliver telemetry to udp://no host:6832',
      ),
  },
  {
    variables: ['OTEL_EXPORTER_PROMETHEUS_HOST'],
    about: 'an address that is not of this machine',
    check: () =>
      expectToldOnce(
        { ...onlyMetrics('prometheus'), OTEL_EXPORTER_PROMETHEUS_HOST: '203.0.113.1' },
        'OTEL_EXPORTER_PROMETHEUS_HOST',
        'expected to listen on 203.0.113.1:9464',
        'EADDRNOTAVAIL',
        'metrics cannot be scraped',
      ),
  },
  {
    variables: ['OTEL_EXPORTER_PROMETHEUS_PORT'],
    about: 'a port that is taken',
    check: async () => {
      await using taken = await startTcpStandIn();
      const env = { ...onlyMetrics('prometheus'), OTEL_EXPORTER_PROMETHEUS_PORT: `${taken.port}` };
      await expectToldOnce(env, 'OTEL_EXPORTER_PROMETHEUS_PORT', `127.0.0.1:${taken.port}`, 'EADDRINUSE');
    },
  },
];

/** Texts that lead nowhere: one line, and the application runs on. */
export const unusablePlaces: readonly VariableCase[] = [...endpointCases, ...otherCases];
