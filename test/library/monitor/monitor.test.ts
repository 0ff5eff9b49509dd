import path from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { MetricsCollector } from '../../../src/library/monitor/metrics-collector.ts';
import { getMonitor, Monitor } from '../../../src/library/monitor/monitor.ts';
import { Tracer } from '../../../src/library/monitor/tracing/tracer.ts';
import { startOtlpReceiver } from '../../../src/tools/receiver/otlp-receiver.ts';
import { Program, ROOT } from '../../program/program.ts';
import { withoutRegister } from '../../regression/inline.ts';
import { RecordedSpans } from './recorded-spans.ts';

const INDEX = path.join(ROOT, 'src/public/index.ts');
const TRACE = '0af7651916cd43dd8448eb211c80319c';

afterEach(() => void jest.restoreAllMocks());

test('without a logger provider: a line of JSON each, with the ids of span or trace, without secrets', async () => {
  await using program = new Program({ file: 'monitor/logs.mjs', args: [INDEX], nodeOptions: [] });
  const { stdout, stderr, exitCode } = await program.finished;
  const statistics = JSON.parse(stderr.split('\n').at(-1) ?? '') as { root: string };
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const head = { timestamp: expect.any(String), service: 'api_service', logger: 'api_service' };
  expect(lines).toEqual([
    { ...head, level: 'info', message: 'Application started' },
    {
      ...{ ...head, level: 'warning', message: 'in the trace', trace_id: TRACE, span_id: statistics.root },
      password: '[REDACTED:password]',
    },
    {
      ...{ ...head, level: 'critical', message: 'Processing\nuser request', trace_id: TRACE, user_id: '456' },
      ...{ span_id: expect.stringMatching(/^[\da-f]{16}$/), span: lines[2].span_id },
    },
  ]);
  expect(statistics).toMatchObject({ logsCount: 3, spansCount: 2, activeTraces: 0, droppedCount: 1 });
  expect(exitCode).toBe(0);
});

test.each([
  [{ OTELIER_REDACTION: 'off' }, 'hunter2-hunter2'],
  [{ OTELIER_REDACTION: 'mask' }, '[REDACTED:password]'],
  [{ OTELIER_REDACT_ALLOW_KEYS: 'password' }, 'hunter2-hunter2'],
])('log() redacts as %j says', async (env, password) => {
  const source = `import { getMonitor } from ${JSON.stringify(INDEX)};
    getMonitor().log('info', 'x', { password: 'hunter2-hunter2' });`;
  await using program = new Program({ ...withoutRegister(source), env });
  const { stdout } = await program.finished;
  expect(JSON.parse(stdout)).toMatchObject({ message: 'x', password });
});

test('with otelier started: OpenTelemetry log records with the ids, nothing on standard output', async () => {
  await using receiver = await startOtlpReceiver();
  await using program = new Program({
    file: 'monitor/logs.mjs',
    args: [INDEX],
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_METRICS_EXPORTER: 'none' },
  });
  const { stdout, stderr } = await program.finished;
  expect(stdout).toBe('');
  const { root } = JSON.parse(stderr.split('\n').at(-1) ?? '') as { root: string };
  const [span] = receiver.store.spans.filter(({ name }) => name === 'process_request');
  expect(span).toMatchObject({ traceId: TRACE, parentSpanId: root });
  expect(receiver.store.logs.map(({ severityText, traceId, spanId }) => [severityText, traceId, spanId])).toEqual([
    ['info', undefined, undefined],
    ['warning', TRACE, root],
    ['critical', TRACE, span?.spanId],
  ]);
});

test('statistics, and clear()', () => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const monitor = new Monitor({ serviceName: 'my_agent' });
  monitor.metrics.counter('requests.total');
  monitor.metrics.counter('requests.total', 1, { a: 1 });
  monitor.metrics.gauge('memory.usage', 1024);
  monitor.tracer.startTrace('user_request');
  monitor.tracer.span('database_query', () => {});
  monitor.tracer.startSpan('open');
  monitor.log('error', 'x');
  monitor.log('nope' as never, 'y');
  monitor.metrics.counter('', 1);
  monitor.tracer.finishSpan('nope');
  const counts = { metricsCount: 2, spansCount: 3, activeSpans: 2, activeTraces: 1, logsCount: 1, droppedCount: 3 };
  expect(monitor.getStatistics()).toEqual({ serviceName: 'my_agent', ...counts });
  monitor.clear();
  const none = Object.fromEntries(Object.keys(counts).map((key) => [key, 0]));
  expect(monitor.getStatistics()).toEqual({ serviceName: 'my_agent', ...none });
});

test('parts that are not enabled have the same methods and do nothing but run what they are given', async () => {
  using sdk = new RecordedSpans();
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const monitor = new Monitor({ enableMetrics: false, enableTracing: false, enableLogging: false });
  const { metrics, tracer } = monitor;
  metrics.counter('c');
  metrics.counter('', -1);
  expect(metrics.timer('t').stop()).toBeGreaterThanOrEqual(0);
  expect(metrics.time('t', () => 5)).toBe(5);
  await metrics.collectSystemMetrics();
  const id = tracer.startTrace('t');
  expect(id).toMatch(/^[\da-f]{32}$/);
  expect(await tracer.span('s', async (span) => span.setAttribute('a', 1).addEvent('e').name)).toBe('s');
  expect(tracer.span('s', { attributes: {} }, () => 6)).toBe(6);
  tracer.finishSpan(tracer.startSpan('s'));
  tracer.addSpanTag('x', 'a', 1);
  tracer.addSpanLog('x', 'a');
  tracer.finishTrace(id);
  monitor.log('info', 'x');
  expect(monitor.getStatistics()).toEqual({
    ...{ serviceName: 'otelier', metricsCount: 0, spansCount: 0, activeSpans: 0 },
    ...{ activeTraces: 0, logsCount: 0, droppedCount: 0 },
  });
  expect([metrics, tracer]).toEqual([expect.any(MetricsCollector), expect.any(Tracer)]);
  expect([sdk.all.length, write.mock.calls.length]).toEqual([0, 0]);
});

test('getMonitor answers the same one each time', () => {
  const monitor = getMonitor({ serviceName: 'one' });
  expect(getMonitor()).toBe(monitor);
  expect(getMonitor({ serviceName: 'two' }).serviceName).toBe('one');
});

test.each([
  [{ serviceName: '' }, 'expected serviceName to be a non-empty string, got ""'],
  [{ enableMetrics: 1 }, 'expected enableMetrics to be true or false, got 1'],
])('options that are wrong throw: %j', (options, message) => {
  expect(() => new Monitor(options as never)).toThrow(`Monitor: ${message}`);
});
