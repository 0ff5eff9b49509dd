import { createRequire } from 'node:module';
import type { LogRecordExporter, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { MetricsConfig, OtlpConfig } from '../configuration/config.ts';
import type { Signal } from '../configuration/otlp-settings.ts';
import { DeferredExporter, type OtlpParts } from './deferred-exporter.ts';
import type { TransportPlan } from './final-request.ts';
import { planHttp } from './http-plan.ts';
import { metricPreferences } from './metric-preferences.ts';
import type { Otlp, OtlpTarget } from './otlp-target.ts';

const load = createRequire(import.meta.url);

// Where to and how is settled at the start, with all that is to be told about it and the files that it takes. What sends is loaded later.

/** Spans over OTLP. */
export function createOtlpSpanExporter(target: OtlpTarget): Otlp<SpanExporter, ReadableSpan[]> {
  const plan = planOf('traces', target.otlp);
  return deferred(() => otlpParts().createSpanParts(plan, target));
}

/** Metrics over OTLP, with the configured temporality and histogram aggregation. */
export function createOtlpMetricExporter(
  target: OtlpTarget,
  config: MetricsConfig,
): Otlp<PushMetricExporter, ResourceMetrics> {
  const plan = planOf('metrics', target.otlp);
  const { exporter, ...rest } = deferred(() => otlpParts().createMetricParts(plan, target));
  return { exporter: Object.assign(exporter, metricPreferences(config)), ...rest };
}

/** Log records over OTLP. */
export function createOtlpLogExporter(target: OtlpTarget): Otlp<LogRecordExporter, ReadableLogRecord[]> {
  const plan = planOf('logs', target.otlp);
  return deferred(() => otlpParts().createLogParts(plan, target));
}

function planOf(signal: Signal, otlp: OtlpConfig): TransportPlan {
  if (otlp.protocol !== 'grpc') return planHttp(otlp);
  const { planGrpc } = load('./grpc-plan.ts') as typeof import('./grpc-plan.ts');
  return planGrpc(signal, otlp);
}

const otlpParts = () => load('./otlp-parts.ts') as typeof import('./otlp-parts.ts');

// What is not built is ES modules, which older versions of Node cannot `require` any more once loads are watched.
const isBuilt = !import.meta.url.endsWith('.ts');

function deferred<Items>(make: () => OtlpParts<Items>): Otlp<DeferredExporter<Items>, Items> {
  const exporter = new DeferredExporter(make);
  if (!isBuilt) exporter.prepare();
  return { exporter, toRequest: exporter.toRequest, resender: exporter.resender };
}
