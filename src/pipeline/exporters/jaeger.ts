import { createRequire } from 'node:module';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { JaegerConfig, TracesConfig } from '../../foundation/configuration/config.ts';
import { unrefExportRequests } from './unref-requests.ts';

// It is a bundle of its own in the package, since its client reads the .thrift files beside it.
const load = createRequire(import.meta.url);

/** Spans as Jaeger thrift: over HTTP when an endpoint is set, else over UDP to the agent. */
export function createJaegerExporter({ jaeger }: TracesConfig): SpanExporter {
  unrefExportRequests();
  const { JaegerExporter } = load('@opentelemetry/exporter-jaeger') as typeof import('@opentelemetry/exporter-jaeger');
  const exporter = new JaegerExporter(
    jaeger.endpoint === undefined
      ? { host: jaeger.agentHost, port: jaeger.agentPort }
      : httpOptions(jaeger, jaeger.endpoint),
  );
  // Its own shutdown leaves a timer that keeps the process alive for two seconds; a flush is sufficient.
  exporter.shutdown = () => exporter.forceFlush();
  // It was built against the previous major of the SDK. The fields of a span that it reads have not changed (tested against a real Jaeger).
  return exporter as unknown as SpanExporter;
}

function httpOptions({ user, password }: JaegerConfig, endpoint: string) {
  return {
    endpoint,
    ...(user === undefined ? {} : { username: user }),
    ...(password === undefined ? {} : { password }),
  };
}
