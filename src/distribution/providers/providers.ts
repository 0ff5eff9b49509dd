import { type LoggerProvider as ApiLoggerProvider, context, logs, metrics, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import type { LoggerProvider } from '@opentelemetry/sdk-logs';
import type { MeterProvider } from '@opentelemetry/sdk-metrics';
import type { TracerProvider } from '@opentelemetry/sdk-trace';
import type { Redactor } from '../../foundation/redaction/redactor.ts';
import { settleAll } from '../../pipeline/delivery/exporting-processors.ts';
import { guardLoggerProvider } from './guarded-logger-provider.ts';
import { guardMeterProvider } from './guarded-meter-provider.ts';
import { guardTracerProvider } from './guarded-tracer-provider.ts';

/** The SDK of one process. An absent provider leaves the API's no-op in use. */
export interface Providers {
  readonly tracerProvider: TracerProvider | undefined;
  readonly meterProvider: MeterProvider | undefined;
  readonly loggerProvider: LoggerProvider | undefined;
}

/** Makes the providers the ones that `@opentelemetry/api` hands out. */
export function registerProviders(
  { tracerProvider, meterProvider, loggerProvider }: Providers,
  redactor?: Redactor,
): void {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  if (tracerProvider !== undefined) trace.setGlobalTracerProvider(guardTracerProvider(tracerProvider));
  if (meterProvider !== undefined) metrics.setGlobalMeterProvider(guardMeterProvider(meterProvider));
  if (loggerProvider !== undefined) {
    const guarded = guardLoggerProvider(loggerProvider, redactor);
    logs.setGlobalLoggerProvider(guarded);
    bridgeOlderLogsApi(guarded);
  }
}

/** Sends all telemetry of all signals. Rejects with the failures. */
export async function flushProviders({ tracerProvider, meterProvider, loggerProvider }: Providers): Promise<void> {
  await settleAll([tracerProvider?.forceFlush(), meterProvider?.forceFlush(), loggerProvider?.forceFlush()]);
}

/** Sends all telemetry and ends the exporters. Rejects with the failures. */
export async function shutdownProviders({ tracerProvider, meterProvider, loggerProvider }: Providers): Promise<void> {
  await settleAll([tracerProvider?.shutdown(), meterProvider?.shutdown(), loggerProvider?.shutdown()]);
}

const OLDER_LOGS_API = Symbol.for('io.opentelemetry.js.api.logs');
const OLDER_LOGS_API_VERSION = 1;

/** Libraries built on the separate `@opentelemetry/api-logs` package look under another global than `@opentelemetry/api` does. */
function bridgeOlderLogsApi(provider: ApiLoggerProvider): void {
  const globals = globalThis as Record<symbol, unknown>;
  globals[OLDER_LOGS_API] ??= (version: number) => (version === OLDER_LOGS_API_VERSION ? provider : undefined);
}
