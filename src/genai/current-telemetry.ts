import { logs, type MeterProvider, metrics, trace } from '@opentelemetry/api';
import { VERSION } from '../diagnostics/version.ts';
import { configuredConventions } from './conventions.ts';
import { OperationTelemetry } from './operation-telemetry.ts';

const SCOPE = 'otelier/genai';
let known: { readonly provider: MeterProvider; readonly telemetry: OperationTelemetry } | undefined;

/** Through the providers that are registered now: instruments of a provider that came later would be lost. */
export function currentTelemetry(): OperationTelemetry {
  const provider = metrics.getMeterProvider();
  if (known?.provider !== provider) {
    const parts = {
      tracer: trace.getTracer(SCOPE, VERSION),
      meter: provider.getMeter(SCOPE, VERSION),
      logger: logs.getLogger(SCOPE, VERSION),
    };
    known = { provider, telemetry: new OperationTelemetry({ ...parts, ...configuredConventions() }) };
  }
  return known.telemetry;
}
