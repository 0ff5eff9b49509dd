import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import { OpenTelemetryExporter } from '../../../../src/public/genai.ts';
import { startGrpcOtlpReceiver } from '../../../../src/tools/receiver/grpc-otlp-receiver.ts';
import { startOtlpReceiver } from '../../../../src/tools/receiver/otlp-receiver.ts';
import { failedTelemetry, telemetryOf } from '../sample-telemetry.ts';

const set: string[] = [];
afterEach(() => {
  for (const name of set.splice(0)) delete process.env[name];
});

/** Variables for the length of a test. */
function setVariables(values: Readonly<Record<string, string>>): void {
  set.push(...Object.keys(values));
  Object.assign(process.env, values);
}

const arrived = (receiver: Awaited<ReturnType<typeof startOtlpReceiver>>) => ({
  spans: receiver.store.spans,
  names: [...new Set(receiver.store.metrics.map(({ name }) => name))].sort(),
});

describe('OpenTelemetryExporter', () => {
  test('records arrive as spans and metrics, with the service name and the headers; shutdown sends what waits', async () => {
    await using receiver = await startOtlpReceiver();
    const exporter = new OpenTelemetryExporter({
      serviceName: 'my-llm-app',
      endpoint: receiver.url,
      headers: { 'x-tenant': 'blue' },
    });
    exporter.export(telemetryOf());
    exporter.export(failedTelemetry());
    expect(receiver.requests).toEqual([]);
    await exporter.shutdown();
    const { spans, names } = arrived(receiver);
    expect(spans).toHaveLength(2);
    expect(JSON.stringify(spans, (_, value) => (typeof value === 'bigint' ? String(value) : value))).toContain(
      'my-llm-app',
    );
    expect(names).toEqual([
      'l0.duration',
      'l0.errors',
      'l0.guardrail_violations',
      'l0.requests',
      'l0.retries',
      'l0.time_to_first_token',
      'l0.tokens',
      'l0.tokens_per_second',
    ]);
    expect(receiver.requests.map(({ headers }) => headers['x-tenant'])).toEqual(receiver.requests.map(() => 'blue'));
    exporter.export(telemetryOf());
    await exporter.shutdown();
    expect(arrived(receiver).spans).toHaveLength(2);
  });

  test('fromEnv: OTEL_SERVICE_NAME and the OTEL_EXPORTER_OTLP_* variables, those of one signal first', async () => {
    await using receiver = await startOtlpReceiver({ path: '/otlp' });
    setVariables({
      OTEL_SERVICE_NAME: 'from-the-environment',
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=blue,authorization=Bearer%20abc',
      OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'x-tenant=green',
      OTEL_EXPORTER_OTLP_TIMEOUT: '4000',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    });
    const exporter = OpenTelemetryExporter.fromEnv();
    exporter.export(telemetryOf());
    await exporter.shutdown();
    expect(receiver.store.spans[0]?.resource.attributes['service.name']).toBe('from-the-environment');
    const sent = { contentType: 'application/json', encoding: 'gzip', headers: { authorization: 'Bearer abc' } };
    expect(receiver.requests.toSorted((a, b) => a.path.localeCompare(b.path))).toMatchObject([
      { ...sent, path: '/otlp/v1/metrics', headers: { ...sent.headers, 'x-tenant': 'green' } },
      { ...sent, path: '/otlp/v1/traces', headers: { ...sent.headers, 'x-tenant': 'blue' } },
    ]);
  });

  test('a bad environment throws nothing', async () => {
    setVariables({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'not a url',
      OTEL_EXPORTER_OTLP_TIMEOUT: 'soon',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'pigeon',
    });
    const exporter = OpenTelemetryExporter.fromEnv();
    await exporter.shutdown();
  });

  test('grpc, without TLS for an endpoint without scheme when insecure', async () => {
    await using receiver = await startGrpcOtlpReceiver();
    const endpoint = `127.0.0.1:${receiver.port}`;
    const exporter = new OpenTelemetryExporter({ endpoint, protocol: 'grpc', insecure: true });
    exporter.export(telemetryOf());
    await exporter.shutdown();
    expect(arrived(receiver)).toMatchObject({
      spans: [{ name: 'l0.stream' }],
      names: expect.arrayContaining(['l0.tokens']),
    });
  });

  test('without batches a record is sent at once, with them after the interval', async () => {
    await using receiver = await startOtlpReceiver();
    const exporters = [{ batchExport: false, exportInterval: 3_600 }, { exportInterval: 0.05 }].map(
      (options, index) => new OpenTelemetryExporter({ ...options, serviceName: `of-${index}`, endpoint: receiver.url }),
    );
    for (const exporter of exporters) exporter.export(telemetryOf());
    const services = (items: readonly { resource: { attributes: object } }[]) =>
      new Set(items.map(({ resource }) => (resource.attributes as Record<string, unknown>)['service.name']));
    await receiver.waitFor(({ spans, metrics }) => services(spans).size === 2 && services(metrics).size === 2);
    await Promise.all(exporters.map((exporter) => exporter.shutdown()));
  });

  test.each([
    [{ traceEnabled: false }, '/v1/metrics'],
    [{ metricsEnabled: false }, '/v1/traces'],
  ])('%p: the other signal alone', async (options, path) => {
    await using receiver = await startOtlpReceiver();
    const exporter = new OpenTelemetryExporter({ ...options, endpoint: `${receiver.url}/v1/traces` });
    exporter.export(telemetryOf());
    await exporter.shutdown();
    expect(receiver.requests.map((request) => request.path)).toEqual([path]);
  });

  test('times and the outcome are those of the record, secrets are gone', async () => {
    const password = randomBytes(12).toString('hex');
    await using receiver = await startOtlpReceiver();
    const exporter = new OpenTelemetryExporter({ endpoint: receiver.url });
    exporter.export(failedTelemetry(`https://u:${password}@llm.example: 503`));
    await exporter.shutdown();
    const [span] = receiver.store.spans;
    expect(span).toMatchObject({
      name: 'l0.stream',
      startTimeUnixNano: 1_760_000_000_000_000_000n,
      durationMs: 1_250,
      status: { code: 'ERROR', message: expect.stringContaining('llm.example: 503') },
      attributes: { 'l0.retry.count': 3, 'l0.error.category': 'network' },
    });
    expect(span?.status.message).not.toContain(password);
    expect(receiver.store.metrics.find(({ name }) => name === 'l0.errors')?.points).toMatchObject([
      { attributes: { model: 'gpt-4o', type: 'error', category: 'network' } },
    ]);
  });

  test('an endpoint that nobody listens at: export returns, shutdown resolves', async () => {
    const receiver = await startOtlpReceiver();
    await receiver.close();
    const exporter = new OpenTelemetryExporter({ endpoint: receiver.url });
    expect(exporter.export(telemetryOf())).toBeUndefined();
    const begun = performance.now();
    await exporter.shutdown();
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  test.each([
    [{ endpoint: 'ftp://x' }, /expected an http:\/\/ or https:\/\/ URL, got "ftp:\/\/x"/],
    [{ timeout: 0 }, /timeout to be a number of seconds.*more than 0, got 0/],
    [{ headers: { a: 1 } }, /headers to be an object of texts/],
    [{ batch: true }, /expected an option among .*batchExport/],
  ])('bad options throw: %p', (options, message) => {
    expect(() => new OpenTelemetryExporter(options as never)).toThrow(TypeError);
    expect(() => new OpenTelemetryExporter(options as never)).toThrow(message);
  });
});
