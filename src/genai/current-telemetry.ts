import { type MeterProvider, metrics, trace } from '@opentelemetry/api';
import { VERSION } from '../diagnostics/version.ts';
import { InferenceMetrics } from './inference-metrics.ts';
import type { InferenceTelemetry } from './inference-operation.ts';

const SCOPE = 'otelier/genai';
let known: { readonly provider: MeterProvider; readonly metrics: InferenceMetrics } | undefined;

/** Through the providers that are registered now: instruments of a provider that came later would be lost. */
export function currentTelemetry(): InferenceTelemetry {
  const provider = metrics.getMeterProvider();
  if (known?.provider !== provider)
    known = { provider, metrics: new InferenceMetrics(provider.getMeter(SCOPE, VERSION)) };
  return { tracer: trace.getTracer(SCOPE, VERSION), metrics: known.metrics };
}
