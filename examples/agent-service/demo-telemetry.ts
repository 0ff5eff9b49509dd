/** What the demo expects to receive, and what of it is still missing. */
import type { OtlpReceiver } from '../../src/tools/receiver/otlp-receiver.ts';
import type { ReceivedMetric } from '../../src/tools/receiver/telemetry/telemetry-metric.ts';
import type { ReceivedTrace, Resource } from '../../src/tools/receiver/telemetry/telemetry-model.ts';
import type { TelemetryStore } from '../../src/tools/receiver/telemetry/telemetry-store.ts';

/** What the agent says at the end of each question. */
const LAST_RECORD = /^question (not )?answered/;
const ARRIVAL_LIMIT_MILLIS = 10_000;

/** Waits for the telemetry of so many requests; rejects with what did not come. */
export async function waitForTelemetry(
  receiver: OtlpReceiver,
  requests: number,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const limitMillis = ARRIVAL_LIMIT_MILLIS + (Number(environment['OTEL_METRIC_EXPORT_INTERVAL']) || 0);
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
    ...(variables.length > 0 ? [`these variables of yours reach the services too: ${variables.join(', ')}`] : []),
  ].join('\n  ');
}

function missingTelemetry(store: TelemetryStore, requests: number): string[] {
  const complete = completeTraces(store);
  const told = complete.filter(({ logs }) => logs.some(({ body }) => LAST_RECORD.test(String(body))));
  const hasTokens = store.metrics.some(({ name }) => name === 'gen_ai.client.token.usage');
  return [
    ...(complete.length < requests ? [`${complete.length} of ${requests} traces are complete`] : []),
    ...(told.length < complete.length
      ? [`${told.length} of ${complete.length} traces have their last log record`]
      : []),
    ...['agent-service', 'inventory-service'].flatMap((service) => {
      const measured = requestCount(store.metrics, service);
      const name = `http.server.request.duration of ${service}`;
      return measured < requests ? [`${name} counts ${measured} of ${requests} requests`] : [];
    }),
    ...(hasTokens ? [] : ['no metric gen_ai.client.token.usage']),
  ];
}

/** The questions' traces of which every span has arrived, as far as one can know. */
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
  // Cumulative exports repeat what was counted before: the latest has it all.
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
