import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Environment } from '../../../src/foundation/configuration/layers.ts';
import {
  createLogExporters,
  createMetricExporters,
  createScrapedReaders,
  createSpanExporters,
} from '../../../src/pipeline/exporters/create-exporters.ts';
import { Destinations } from '../../../src/pipeline/exporters/destination/destination.ts';
import { resolved } from '../../foundation/configuration/resolved.ts';
import { clearDiagnostics, recordDiagnostics } from '../../foundation/diagnostics/recorded-diagnostics.ts';
import { runProgram, sourceUrl } from './programs.ts';

const recorded = recordDiagnostics();
beforeEach(() => clearDiagnostics(recorded));

const kinds = (exporters: readonly { name: string; exporter: object }[]): string[] =>
  exporters.map(({ name, exporter }) => `${name}: ${exporter.constructor.name}`);

function created(environment: Environment): Record<string, string[]> {
  const { traces, metrics, logs } = resolved(environment).config;
  const destinations = new Destinations();
  return {
    traces: kinds(createSpanExporters(traces, destinations)),
    metrics: kinds(createMetricExporters(metrics, destinations)),
    logs: kinds(createLogExporters(logs, destinations)),
  };
}

const OTLP = { traces: ['otlp: LazyExporter'], metrics: ['otlp: LazyExporter'] };
const EACH = { OTEL_METRICS_EXPORTER: 'console,otlp', OTEL_LOGS_EXPORTER: 'console,otlp' };
const NONE = { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };

describe('create exporters', () => {
  test.each([
    [{}, { ...OTLP, logs: ['otlp: LazyExporter'] }],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }, { ...OTLP, logs: ['otlp: LazyExporter'] }],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, { ...OTLP, logs: ['otlp: LazyExporter'] }],
    [NONE, { traces: [], metrics: [], logs: [] }],
    [
      { OTEL_TRACES_EXPORTER: 'zipkin,jaeger,console', ...EACH },
      {
        traces: ['zipkin: ZipkinExporter', 'jaeger: JaegerExporter', 'console: ConsoleSpanExporter'],
        metrics: ['console: ConsoleMetricExporter', 'otlp: LazyExporter'],
        logs: ['console: ConsoleLogRecordExporter', 'otlp: LazyExporter'],
      },
    ],
    [
      { ...NONE, OTEL_METRICS_EXPORTER: 'prometheus' },
      { traces: [], metrics: [], logs: [] },
    ],
  ])('from %j', (environment, expected) => {
    expect(created(environment)).toEqual(expected);
    expect(recorded.warnings).toEqual([]);
  });

  test('without a reader to scrape unless Prometheus is named', () => {
    expect(createScrapedReaders(resolved(EACH).config.metrics)).toEqual([]);
  });

  test('with one warning for an exporter that cannot be created, and create the others', () => {
    const { traces } = resolved({ OTEL_TRACES_EXPORTER: 'otlp,console' }).config;
    const broken = { ...traces, otlp: { ...traces.otlp, endpoint: 'http://user:hunter2@host:99999' } };
    expect(kinds(createSpanExporters(broken, new Destinations()))).toEqual(['console: ConsoleSpanExporter']);
    expect(recorded.warnings).toEqual([
      'traces exporter otlp: expected to be created, got "Invalid URL"; traces do not go there',
    ]);
  });

  const HEAVY = ['@grpc/', 'exporter-zipkin', 'exporter-jaeger', 'exporter-prometheus', 'sdk-node'];

  /** Which of the heavy packages a program holds that made the exporters of one environment. */
  async function loadedHeavy(environment: Environment): Promise<string[]> {
    const { stdout, stderr } = await runProgram(`
    import module from 'node:module';
    const loaded = new Set();
    module.registerHooks({ load: (url, context, next) => (loaded.add(url), next(url, context)) });
    const { resolveConfig } = await import(${sourceUrl('src/foundation/configuration/resolve.ts')});
    const { Destinations } = await import(${sourceUrl('src/pipeline/exporters/destination/destination.ts')});
    const { createSpanExporters } = await import(${sourceUrl('src/pipeline/exporters/create-exporters.ts')});
    const { config } = resolveConfig({ environment: ${JSON.stringify(environment)} });
    createSpanExporters(config.traces, new Destinations());
    const heavy = ${JSON.stringify(HEAVY)}.filter((name) => [...loaded].some((url) => url.includes(name)));
    console.log(JSON.stringify(heavy));
  `);
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  }

  test.each([
    [{}, []],
    [{ OTEL_TRACES_EXPORTER: 'console' }, []],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, []],
    [{ OTEL_TRACES_EXPORTER: 'zipkin' }, ['exporter-zipkin']],
    [{ OTEL_TRACES_EXPORTER: 'jaeger' }, ['exporter-jaeger']],
  ])('with %j and load %j of the heavy packages', async (environment, heavy) => {
    expect(await loadedHeavy(environment)).toEqual(heavy);
  });
});
