/** The telemetry that the demo expects, and the part of it that is missing. */
import type { OtlpReceiver } from '../../src/tools/receiver/otlp-receiver.ts';
import type { ReceivedMetric } from '../../src/tools/receiver/telemetry/telemetry-metric.ts';
import type { ReceivedTrace, Resource } from '../../src/tools/receiver/telemetry/telemetry-model.ts';
import type { TelemetryStore } from '../../src/tools/receiver/telemetry/telemetry-store.ts';

/** The agent's log record at the end of each question. */
const LAST_RECORD = /^question (not )?answered/;

interface Expected {
  readonly requests: number;
  readonly waitSeconds: number;
  readonly environment: NodeJS.ProcessEnv;
}

/** Waits for the telemetry of the requests; rejects with a description of the missing part. */
export async function waitForTelemetry(
  receiver: OtlpReceiver,
  { requests, waitSeconds, environment }: Expected,
): Promise<void> {
  const limitMillis = waitSeconds * 1_000 + (Number(environment['OTEL_METRIC_EXPORT_INTERVAL']) || 0);
  await receiver
    .waitFor((store) => missingTelemetry(store, requests).length === 0, limitMillis)
    .catch((cause: Error) => {
      throw new Error(describeMissing(missingTelemetry(receiver.store, requests), cause, limitMillis, environment));
    });
}

function describeMissing(missing: string[], cause: Error, limitMillis: number, environment: NodeJS.ProcessEnv): string {
  const variables = Object.keys(environment).filter((name) => /^OTEL(IER)?_/.test(name));
  return [
    `telemetry did not arrive within ${limitMillis / 1000} s: ${missing.join('; ')}`,
    cause.message,
    ...(variables.length > 0 ? [`these variables of yours apply to the services too: ${variables.join(', ')}`] : []),
  ].join('\n  ');
}

function missingTelemetry(store: TelemetryStore, requests: number): string[] {
  const complete = completeTraces(store);
  const logged = complete.filter(({ logs }) => logs.some(({ body }) => LAST_RECORD.test(String(body))));
  const hasTokens = store.metrics.some(({ name }) => name === 'gen_ai.client.token.usage');
  return [
    ...(complete.length < requests ? [`${complete.length} of ${requests} traces are complete`] : []),
    ...(logged.length < complete.length
      ? [`${logged.length} of ${complete.length} traces have their last log record`]
      : []),
    ...['agent-service', 'inventory-service'].flatMap((service) => {
      const measured = requestCount(store.metrics, service);
      const name = `http.server.request.duration of ${service}`;
      return measured < requests ? [`${name} counts ${measured} of ${requests} requests`] : [];
    }),
    ...(hasTokens ? [] : ['no metric gen_ai.client.token.usage']),
  ];
}

/** The traces of questions in which no span is missing, as far as parent ids show. */
export function completeTraces(store: TelemetryStore): ReceivedTrace[] {
  return store.traces().filter(({ spans }) => {
    const ids = new Set(spans.map(({ spanId }) => spanId));
    const services = new Set(spans.map(({ resource }) => serviceName(resource)));
    const isConnected = spans.every(({ parentSpanId }) => parentSpanId === undefined || ids.has(parentSpanId));
    return isConnected && services.has('agent-service') && services.has('inventory-service');
  });
}

function requestCount(metrics: readonly ReceivedMetric[], service: string): number {
  const durations = metrics.filter(
    ({ name, resource }) => name === 'http.server.request.duration' && serviceName(resource) === service,
  );
  const isDelta = durations.some((metric) => 'temporality' in metric && metric.temporality === 'delta');
  // Cumulative exports include earlier ones, so the latest is complete.
  return (isDelta ? durations : durations.slice(-1)).reduce((sum, metric) => sum + countOf(metric), 0);
}

function countOf({ points }: ReceivedMetric): number {
  let sum = 0;
  for (const point of points) sum += 'count' in point ? point.count : 0;
  return sum;
}

function serviceName({ attributes }: Resource): unknown {
  return attributes['service.name'];
}
