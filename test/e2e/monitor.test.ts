import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MetricsCollector } from '../../src/library/monitor/metrics-collector.ts';
import { Program, ROOT } from '../program/program.ts';
import { type Jaeger, startJaeger } from './servers/jaeger.ts';
import type { JaegerTrace } from './servers/jaeger-query.ts';
import { checkMetrics } from './servers/promtool.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

let jaeger: Jaeger;
beforeAll(async () => {
  jaeger = await startJaeger();
});
afterAll(() => jaeger.stop());

describe('Monitor', () => {
  test("exportJaeger equals the response of Jaeger's query API for the same trace", async () => {
    await using program = new Program({
      file: path.join(ROOT, 'test/e2e/programs/monitored.mjs'),
      args: [TRACE],
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: jaeger.otlpHttpUrl,
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
        OTEL_SERVICE_NAME: 'monitored',
      },
    });
    const { stdout, stderr, exitCode } = await program.finished;
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    const own = (JSON.parse(stdout) as { data: JaegerTrace[] }).data[0] as JaegerTrace;
    const answered = await jaeger.waitForTrace(TRACE, 4);
    expect(comparable(own)).toEqual(comparable(answered));
    expect(Object.values(own.processes).map(({ serviceName }) => serviceName)).toEqual(['monitored']);
    // The Monitor does not know the SDK's resource.
    expect(Object.values(answered.processes).map(({ serviceName }) => serviceName)).toEqual(['monitored']);
  });

  /** Jaeger's spans and tags are in no order. */
  function comparable({ traceID, spans }: JaegerTrace): unknown {
    const byKey = (tags: readonly { key: string }[]): unknown => tags.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const sorted = spans.map((span) => ({
      ...span,
      tags: byKey(span.tags),
      logs: span.logs.map(({ timestamp, fields }) => ({ timestamp, fields: byKey(fields) })),
    }));
    return { traceID, spans: sorted.toSorted((a, b) => (a.spanID < b.spanID ? -1 : 1)) };
  }

  test('exportPrometheus passes promtool, whatever it contains', async () => {
    const metrics = new MetricsCollector({ maxSeries: 20 });
    metrics.counter('requests.total', 2, { method: 'GET', 'http.route': '/a"b\\c\nd' }, 'All requests\nof "users"');
    metrics.counter('api_calls');
    metrics.counter('requests_total', 1);
    metrics.gauge('1st level', -0.5, { __reserved: 'x', le: 'y', üm: 'z' });
    metrics.histogram('latency', 5, { le: 'x' });
    metrics.histogram('latency', -5);
    metrics.timing('job', 0.02);
    metrics.timer('query.ms', {}, { unit: 'ms' }).stop();
    for (const password of ['one', 'two']) metrics.counter('logins', 1, { password });
    for (let i = 0; i < 100; i++) metrics.counter('users', 1, { user: i });
    await metrics.collectSystemMetrics();
    expect(await checkMetrics(metrics.exportPrometheus())).toEqual({ clean: true, output: '' });
  });
});
