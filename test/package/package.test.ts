// The package as users get it: packed, installed into an empty folder, used from there.
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startGrpcOtlpReceiver } from '../../src/tools/receiver/grpc-otlp-receiver.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../../src/tools/receiver/otlp-receiver.ts';
import { freePort, startBodySink } from './body-sink.ts';
import { type InstalledPackage, installPackage, root } from './installed-package.ts';

const SERVE = `
const server = http.createServer((request, response) => response.end('hello')).listen(0, '127.0.0.1', async () => {
  const response = await fetch('http://127.0.0.1:' + server.address().port + '/greet');
  console.log(await response.text());
  server.close();
  server.closeAllConnections();
});`;
const SAMPLE = `
const spans = [];
const exporter = { export: (batch, done) => { spans.push(...batch); done({ code: 0 }); }, shutdown: async () => {} };
const { sampler, spanProcessor } = createPresetSampling(presets.minimal, { exporter });
const provider = new TracerProvider({ sampler, spanProcessors: [spanProcessor] });
const tracer = provider.getTracer('test');
tracer.startSpan('fine').end();
tracer.startSpan('failed').setStatus({ code: 2 }).end();
provider.forceFlush().then(() => console.log(spans.map(({ name }) => name).join(), spanProcessor.counts.dropped));`;
const APPS = {
  'cjs.cjs': `const http = require('http');${SERVE}`,
  'esm-default.mjs': `import http from 'node:http';${SERVE}`,
  'esm-named.mjs': `import { createServer } from 'node:http'; const http = { createServer };${SERVE}`,
  'code.mjs': `import { start, withAttributes } from 'otelier';
import { trace } from '@opentelemetry/api';
const handle = start({ serviceName: 'from-code' });
withAttributes({ 'app.tenant.id': 't1' }, () => trace.getTracer('test').startSpan('GET /greet').end());
await handle.shutdown();
console.log('hello');`,
  'code.cjs': `const { start, withAttributes } = require('otelier');
const { trace } = require('@opentelemetry/api');
const handle = start({ serviceName: 'from-code' });
withAttributes({ 'app.tenant.id': 't1' }, () => trace.getTracer('test').startSpan('GET /greet').end());
handle.shutdown().then(() => console.log('hello'));`,
  'logs.mjs': `import { Logger, winstonFormat, RedactingLogRecordProcessor } from 'otelier/logs';
new Logger({ name: 'orders', file: 'logs/esm.log' }).info('placed', { id: 7 });
console.log(typeof winstonFormat().transform, typeof new RedactingLogRecordProcessor().onEmit);`,
  'logs.cjs': `const { Logger, winstonFormat, RedactingLogRecordProcessor } = require('otelier/logs');
new Logger({ name: 'orders', file: 'logs/cjs.log' }).info('placed', { id: 7 });
console.log(typeof winstonFormat().transform, typeof new RedactingLogRecordProcessor().onEmit);`,
  'sampling.mjs': `import { createPresetSampling, presets } from 'otelier/sampling';
import { TracerProvider } from '@opentelemetry/sdk-trace';${SAMPLE}`,
  'sampling.cjs': `const { createPresetSampling, presets } = require('otelier/sampling');
const { TracerProvider } = require('@opentelemetry/sdk-trace');${SAMPLE}`,
  'monitor.mjs': `import { createRequire } from 'node:module';
import { getMonitor, MetricsCollector, Monitor, PerformanceTracker, Tracer } from 'otelier';
const monitor = getMonitor();
console.log(createRequire(import.meta.url)('otelier').getMonitor() === monitor, monitor instanceof Monitor);
monitor.metrics.counter('orders', 2);
monitor.tracer.span('order', { attributes: { password: 'hunter2' } }, () => monitor.log('info', 'placed'));
const { traceId } = monitor.tracer.getAllSpans()[0];
console.log(JSON.stringify(monitor.tracer.exportTrace(traceId)).includes('hunter2'), monitor.metrics instanceof MetricsCollector);
console.log(monitor.tracer instanceof Tracer, new PerformanceTracker().track('x', () => 5));`,
  'monitor.cjs': `const { getMonitor, MetricsCollector, Monitor, PerformanceTracker, Tracer } = require('otelier');
const monitor = getMonitor();
console.log(require('otelier').getMonitor() === monitor, monitor instanceof Monitor);
monitor.metrics.counter('orders', 2);
monitor.tracer.span('order', { attributes: { password: 'hunter2' } }, () => monitor.log('info', 'placed'));
const { traceId } = monitor.tracer.getAllSpans()[0];
console.log(JSON.stringify(monitor.tracer.exportTrace(traceId)).includes('hunter2'), monitor.metrics instanceof MetricsCollector);
console.log(monitor.tracer instanceof Tracer, new PerformanceTracker().track('x', () => 5));`,
  'flow.mjs': `import { Flow, instrumentFlow, MonitoringNode } from 'otelier/flow';
import { getMonitor } from 'otelier';
const flow = instrumentFlow(new Flow({ nodes: [new MonitoringNode({ enableLogging: false })] }));
console.log((await flow.execute()).MonitoringNode.stats.metricsCount, getMonitor().tracer.getAllSpans().map(({ name }) => name).join());`,
  'flow.cjs': `const { Flow, instrumentFlow, MonitoringNode } = require('otelier/flow');
const { getMonitor } = require('otelier');
const flow = instrumentFlow(new Flow({ nodes: [new MonitoringNode({ enableLogging: false })] }));
flow.execute().then(({ MonitoringNode: { stats } }) =>
  console.log(stats.metricsCount, getMonitor().tracer.getAllSpans().map(({ name }) => name).join()));`,
  'genai.mjs': `import { combine, StreamMonitor, toLogFormat } from 'otelier/genai';
using monitor = new StreamMonitor();
for (const type of ['SESSION_START', 'TOKEN', 'COMPLETE']) combine(monitor.handleEvent)({ type, ts: 0, streamId: 's' });
console.log(toLogFormat(monitor.getTelemetry()));`,
  'observe.mjs': `import { observeStream } from 'otelier/genai';
import { observed } from './observed.cjs';
console.log(await observed(observeStream));`,
  'observe.cjs': `const { observeStream } = require('otelier/genai');
require('./observed.cjs').observed(observeStream).then(console.log);`,
  'observed.cjs': `exports.observed = async (observeStream) => {
  const events = [];
  async function* words() { yield 'a'; yield 'b'; }
  const stream = words();
  const same = observeStream(stream, { model: 'm', provider: 'p', onEvent: ({ type }) => events.push(type) }) === stream;
  for await (const word of stream) if (word === 'b') break;
  return [same, ...events].join();
};`,
  'genai.cjs': `const { combine, StreamMonitor, toLogFormat } = require('otelier/genai');
const monitor = new StreamMonitor();
for (const type of ['SESSION_START', 'TOKEN', 'COMPLETE']) combine(monitor.handleEvent)({ type, ts: 0, streamId: 's' });
console.log(toLogFormat(monitor.getTelemetry()));`,
};
const TYPED = `import { type Metric, Monitor, type OtelierHandle, start, type TraceSpan, withAttributes } from 'otelier';
const monitor = new Monitor({ serviceName: 'typed' });
const metrics: Metric[] = monitor.metrics.getMetric('x');
const five: number = monitor.tracer.span('x', (span: TraceSpan) => 5);
// @ts-expect-error no level of that name
monitor.log('loud', 'x');
import { Logger, winstonFormat } from 'otelier/logs';
import { createPresetSampling, presets, type SamplingOptions } from 'otelier/sampling';
import 'otelier/register';
const sampling: SamplingOptions = { ...presets.production, rate: 0.5 };
// @ts-expect-error an exporter is needed
createPresetSampling(sampling, {});
import { monitoringConfig, StreamEventType, StreamMonitor, type Telemetry, toCsv, observeStream, type ObserveStreamOptions } from 'otelier/genai';
const streams = new StreamMonitor(monitoringConfig.production(), { onComplete: async (telemetry: Telemetry) => telemetry.metadata });
streams.handleEvent({ type: StreamEventType.TOKEN, ts: 1, streamId: 's', token: 'a' });
toCsv(streams.getAllTelemetry(), { guardFormulas: true });
const watching: ObserveStreamOptions<{ word: string }> = { model: 'm', provider: 'p', extract: ({ word }) => word, onEvent: streams.handleEvent };
const words = observeStream((async function* () { yield { word: 'a' }; })(), watching);
const generator: AsyncGenerator<{ word: string }> = words;
// @ts-expect-error a provider is needed
observeStream(generator, { model: 'm' });
// @ts-expect-error a rate is a number
new StreamMonitor({ sampling: { rate: '1' } });
import { GenAiAttributes } from 'otelier/semconv';
const model: 'gen_ai.request.model' = GenAiAttributes.REQUEST_MODEL;
new Logger({ level: 'debug' }).context({ a: 1 }, () => 1);
winstonFormat();
// @ts-expect-error no level of that name
new Logger({ level: 'loud' });
const handle: OtelierHandle = start({ serviceName: 'typed', resourceAttributes: { a: 1 }, spanProcessors: [] });
const n: number = withAttributes({ a: 'b' }, () => 1);
const shown: unknown = handle.config.values['service.name']?.value;
// @ts-expect-error a service name is text
start({ serviceName: 1 });
export { five, metrics, model, n, shown };`;

let installed: InstalledPackage;
let receiver: OtlpReceiver;

beforeAll(async () => {
  installed = await installPackage();
  receiver = await startOtlpReceiver();
  for (const [name, text] of Object.entries(APPS)) await installed.write(name, text);
}, 180_000);

afterAll(async () => {
  await receiver?.close();
  await installed?.remove();
});

const FLAGS = [
  ['--import', 'otelier/register', 'cjs.cjs'],
  ['--import', 'otelier/register', 'esm-default.mjs'],
  ['--import', 'otelier/register', 'esm-named.mjs'],
  ['-r', 'otelier/register', 'cjs.cjs'],
  ['-r', 'otelier/register', 'esm-default.mjs'],
];

describe('installed package', () => {
  test.each(FLAGS)('node %s %s %s: server span under client span, service named by package.json', async (...args) => {
    const { traceId, stdout, stderr } = await traceOf(args);
    expect(stdout).toBe('hello\n');
    expect(stderr).toBe('');
    const spans = receiver.store.trace(traceId).spans;
    const server = spans.find((span) => span.kind === 'server');
    const client = spans.find((span) => span.kind === 'client');
    expect(server?.parentSpanId).toBe(client?.spanId);
    expect(server?.resource.attributes).toMatchObject({
      'service.name': 'user-app',
      'service.version': '3.2.1',
      'telemetry.distro.name': 'otelier',
    });
  });

  test.each(['code.mjs', 'code.cjs'])('%s: start and withAttributes from code', async (app) => {
    const { stdout } = await installed.node([app], {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_RESOURCE_ATTRIBUTES: `app=${app}`,
    });
    expect(stdout).toBe('hello\n');
    const span = receiver.store.spans.find((candidate) => candidate.resource.attributes['app'] === app);
    expect(span).toMatchObject({
      name: 'GET /greet',
      attributes: { 'app.tenant.id': 't1' },
      resource: { attributes: { 'service.name': 'from-code' } },
    });
  });

  test.each(['sampling.mjs', 'sampling.cjs'])('%s: sampling for an SDK of the application', async (app) => {
    const { stdout, stderr } = await installed.node([app]);
    expect([stdout, stderr]).toEqual(['failed 1\n', '']);
  });

  test.each(['logs.mjs', 'logs.cjs'])('%s: a Logger, its winston inside, and each record once', async (app) => {
    await using own = await startOtlpReceiver();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: own.url };
    const { stdout, stderr } = await installed.node(['--import', 'otelier/register', app], env);
    expect([stdout, stderr]).toEqual([
      expect.stringMatching(
        /^\{.*"service":"user-app","logger":"orders","message":"placed","id":7\}\nfunction function\n$/,
      ),
      '',
    ]);
    expect(own.store.logs).toMatchObject([{ body: 'placed', scope: { name: 'orders' }, attributes: { id: 7 } }]);
  });

  test.each(['monitor.mjs', 'monitor.cjs'])('%s: one Monitor, recorded once, exported and read back', async (app) => {
    await using own = await startOtlpReceiver();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: own.url };
    const { stdout } = await installed.node(['--import', 'otelier/register', app], env);
    expect(stdout).toBe('true true\nfalse true\ntrue 5\n');
    const { spans, logs, metrics } = own.store;
    expect(spans).toMatchObject([{ name: 'order', attributes: { password: '[REDACTED:password]' } }]);
    expect(logs).toMatchObject([{ body: 'placed', traceId: spans[0]?.traceId, spanId: spans[0]?.spanId }]);
    expect(metrics.filter(({ name }) => name === 'orders')).toMatchObject([{ points: [{ value: 2 }] }]);
  });

  test.each(['flow.mjs', 'flow.cjs'])('%s: an instrumented flow, in the one Monitor', async (app) => {
    const { stdout, stderr } = await installed.node([app]);
    expect([stdout, stderr]).toEqual(['3 invoke_workflow Flow,execute_node MonitoringNode\n', '']);
  });

  test.each(['genai.mjs', 'genai.cjs'])('%s: a monitor of streams', async (app) => {
    const { stdout, stderr } = await installed.node([app]);
    expect([stdout, stderr]).toEqual(['stream_id=s duration=0.000s ttft=0.000s tokens=1 completed=true\n', '']);
  });

  test.each(['observe.mjs', 'observe.cjs'])('%s: an observed stream, traced once', async (app) => {
    const requests = receiver.store.spans.length;
    const { stdout, stderr } = await installed.node(['--import', 'otelier/register', app], {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_LOG_LEVEL: 'warn',
    });
    expect([stdout, stderr]).toEqual(['true,SESSION_START,STREAM_INIT,STREAM_READY,TOKEN,TOKEN,ABORT_COMPLETED\n', '']);
    const spans = receiver.store.spans.slice(requests).filter(({ name }) => name === 'chat m');
    expect(spans).toMatchObject([{ attributes: { 'l0.stream.status': 'stopped' } }]);
  });

  describe('every part that is loaded on demand is in the package', () => {
    test.each(['http/json', 'http/protobuf'])('OTLP over %s', async (protocol) => {
      const { traceId } = await traceOf(['--import', 'otelier/register', 'cjs.cjs'], {
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      });
      expect(receiver.store.trace(traceId).spans).toHaveLength(2);
    });

    test('OTLP over gRPC', async () => {
      await using grpc = await startGrpcOtlpReceiver();
      const env = { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: grpc.url };
      await installed.node(['--import', 'otelier/register', 'cjs.cjs'], env);
      expect(grpc.store.spans).toHaveLength(2);
    });

    test('Zipkin and Jaeger', async () => {
      await using sink = await startBodySink();
      const env = {
        OTEL_TRACES_EXPORTER: 'zipkin,jaeger',
        OTEL_EXPORTER_ZIPKIN_ENDPOINT: `${sink.url}/api/v2/spans`,
        OTEL_EXPORTER_JAEGER_ENDPOINT: `${sink.url}/api/traces`,
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
      };
      const { stderr } = await installed.node(['--import', 'otelier/register', 'cjs.cjs'], env);
      expect(stderr).toBe('');
      expect([...sink.bodies.keys()].sort()).toEqual(['/api/traces', '/api/v2/spans']);
      for (const body of sink.bodies.values()) expect(body).toContain('user-app');
    });

    test('the last delivery, in a thread of its own, at process.exit()', async () => {
      await using gone = await startOtlpReceiver();
      const program = "require('@opentelemetry/api').trace.getTracer('t').startSpan('last').end(); process.exit(3)";
      const env = { OTEL_EXPORTER_OTLP_ENDPOINT: gone.url };
      await expect(installed.node(['--import', 'otelier/register', '-e', program], env)).rejects.toMatchObject({
        code: 3,
        stderr: '',
      });
      expect(gone.store.spans.map(({ name }) => name)).toEqual(['last']);
    });

    test('console', async () => {
      const env = { OTEL_TRACES_EXPORTER: 'console', OTEL_METRICS_EXPORTER: 'console', OTEL_LOGS_EXPORTER: 'console' };
      const { stdout } = await installed.node(['--import', 'otelier/register', 'cjs.cjs'], env);
      expect(stdout).toMatch(/'url\.path': '\/greet'/);
      expect(stdout).toMatch(/http\.server\.request\.duration/);
    });

    test.each([
      { OTEL_METRICS_EXPORTER: 'prometheus' },
      { OTEL_PROPAGATORS: 'b3,b3multi,jaeger' },
      { OTEL_NODE_RESOURCE_DETECTORS: 'container' },
    ])('%j loads', async (env) => {
      const endpoint = {
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_EXPORTER_PROMETHEUS_PORT: String(await freePort()),
      };
      const { stderr } = await installed.node(['--import', 'otelier/register', 'cjs.cjs'], { ...endpoint, ...env });
      expect(stderr).toBe('');
    });

    test('cloud detectors, loaded but not run: they would ask metadata servers', async () => {
      const names = ['aws', 'azure', 'gcp', 'alibaba-cloud'].map(
        (name) => `opentelemetry-resource-detector-${name}.cjs`,
      );
      const script = `for (const name of ${JSON.stringify(names)}) console.log(Object.values(require('./node_modules/otelier/dist/' + name)).some((value) => typeof value.detect === 'function'))`;
      const { stdout } = await installed.node(['-e', script]);
      expect(stdout.trim().split('\n')).toEqual(['true', 'true', 'true', 'true']);
    });

    test('OTEL_CONFIG_FILE: the official SDK', async () => {
      const file = await installed.write('otel.yaml', 'file_format: "1.0"\n');
      const env = { OTEL_CONFIG_FILE: file, OTEL_LOG_LEVEL: 'info' };
      const { stderr } = await installed.node(['--import', 'otelier/register', '-e', ''], env);
      expect(stderr).toMatch(/the official SDK is configured by otel\.yaml/);
      expect(stderr).not.toMatch(/\[(warn|error)\]/);
    });
  });

  test('the otelier program prints the configuration', async () => {
    const { stdout } = await installed.node(['node_modules/.bin/otelier', 'config', '--json']);
    expect(JSON.parse(stdout).values['service.name']).toEqual({
      value: 'user-app',
      source: { from: 'package.json', name: path.join(installed.folder, 'package.json') },
    });
  });

  test.each([
    ['ESM', 'typed.mts'],
    ['CommonJS', 'typed.cts'],
  ])('types for %s', async (_, file) => {
    await installed.write(file, TYPED);
    const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
    const flags = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2024',
      '--types',
      '',
      '--skipLibCheck',
      'true',
    ];
    // tsc prints what is wrong on standard output.
    const output = await installed.node([tsc, ...flags, file]).catch((error: { stdout: string }) => error);
    expect(output.stdout).toBe('');
  });

  async function traceOf(
    args: readonly string[],
    extra: Readonly<Record<string, string>> = {},
  ): Promise<{ traceId: string; stdout: string; stderr: string }> {
    const run = `${args.join(' ')} ${JSON.stringify(extra)}`;
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_RESOURCE_ATTRIBUTES: `run=${encodeURIComponent(run)}`,
      ...extra,
    };
    const output = await installed.node(args, env);
    const span = await receiver.waitFor((store) =>
      store.spans.find((candidate) => candidate.resource.attributes['run'] === run),
    );
    return { traceId: span.traceId, ...output };
  }
});
