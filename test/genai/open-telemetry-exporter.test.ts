import { afterEach, expect, test } from '@jest/globals';
import { OpenTelemetryExporter } from '../../src/genai.ts';
import { startGrpcOtlpReceiver } from '../../src/receiver/grpc-otlp-receiver.ts';
import { startOtlpReceiver } from '../../src/receiver/otlp-receiver.ts';
import { failedTelemetry, telemetryOf } from './sample-telemetry.ts';

const original = { ...process.env };
afterEach(() => {
  process.env = { ...original };
});

const arrived = (receiver: Awaited<ReturnType<typeof startOtlpReceiver>>) => ({
  spans: receiver.store.spans,
  names: [...new Set(receiver.store.metrics.map(({ name }) => name))].sort(),
});

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
  ]);
  expect(receiver.requests.map(({ headers }) => headers['x-tenant'])).toEqual(receiver.requests.map(() => 'blue'));
  exporter.export(telemetryOf());
  await exporter.shutdown();
  expect(arrived(receiver).spans).toHaveLength(2);
});
