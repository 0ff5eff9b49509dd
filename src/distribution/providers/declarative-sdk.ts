import { createRequire } from 'node:module';
import { diag, logs, metrics, type ProxyTracerProvider, trace } from '@opentelemetry/api';
import { oneLine } from '../../foundation/diagnostics/masking.ts';

const load = createRequire(import.meta.url);

/**
 * Lets the official SDK build everything from a declarative configuration file. It sets a diagnostic logger of its own.
 * @throws {Error} when the file cannot be read or is not of the expected shape
 */
export function startDeclarativeSdk(file: string): { shutdown(): Promise<void> } {
  const { parseConfigFile } = load('@opentelemetry/configuration') as typeof import('@opentelemetry/configuration');
  try {
    // The SDK would only log the problem, past our logger, and return an SDK that does nothing.
    parseConfigFile(file);
  } catch (error) {
    const reason = oneLine((error as Error).message);
    throw new Error(`OTEL_CONFIG_FILE: expected a declarative configuration file, got "${file}" (${reason})`);
  }
  const { startNodeSdk } = load('@opentelemetry/sdk-node') as typeof import('@opentelemetry/sdk-node');
  // The API warns if a logger is set already.
  diag.disable();
  return startNodeSdk({});
}

/** Sends all telemetry of the registered providers. */
export async function flushGlobalProviders(): Promise<void> {
  const providers: readonly unknown[] = [
    (trace.getTracerProvider() as ProxyTracerProvider).getDelegate?.(),
    metrics.getMeterProvider(),
    logs.getLoggerProvider(),
  ];
  await Promise.allSettled(providers.map((provider) => (provider as Partial<Flushable> | undefined)?.forceFlush?.()));
}

interface Flushable {
  forceFlush(): Promise<void>;
}
