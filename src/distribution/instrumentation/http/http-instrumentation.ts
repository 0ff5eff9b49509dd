import { createRequire } from 'node:module';
import { type ContextManager, type MeterProvider, type TracerProvider, ValueType } from '@opentelemetry/api';
import type { Instrumentation, InstrumentationConfig } from '@opentelemetry/instrumentation';
import type { HttpInstrumentationConfig } from '@opentelemetry/instrumentation-http';
import type { Config } from '../../../foundation/configuration/config.ts';
import { apiRegistry } from '../../../foundation/diagnostics/api-registry.ts';
import { type AttachingContextManager, HttpServerSpans } from './http-server.ts';
import { createIgnoredRoutes } from './ignored-routes.ts';

const load = createRequire(import.meta.url);

/**
 * The scope stays that of the official instrumentation, since spans and metrics are the same: what a Collector or a sampler selects by it goes on
 * being selected. test/distribution/instrumentation/http checks the version against the installed package.
 */
const SCOPE = ['@opentelemetry/instrumentation-http', '0.301.0'] as const;

/** https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpserverrequestduration */
const DURATION = {
  description: 'Duration of HTTP server requests.',
  unit: 's',
  valueType: ValueType.DOUBLE,
  advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] },
};

/**
 * Traces HTTP servers by diagnostics channels, and clients by the official instrumentation. It is the official one for both where
 * `OTELIER_HTTP=official` asks for that, or where the context manager cannot attach contexts. docs/decisions/021-hot-path.md
 */
export function createHttpInstrumentation({ http, ignoreRoutes }: Config): Instrumentation {
  const isIgnored = createIgnoredRoutes(ignoreRoutes);
  const manager = apiRegistry().context as ContextManager | undefined;
  if (http === 'official' || typeof manager?.attach !== 'function')
    return createOfficial({ ignoreIncomingRequestHook: (request) => isIgnored(request.url) });
  const client = createOfficial({ disableIncomingRequestInstrumentation: true });
  return new HttpInstrumentation(client, manager as AttachingContextManager, isIgnored);
}

function createOfficial(options: HttpInstrumentationConfig): Instrumentation {
  const { HttpInstrumentation: Official } = load(
    '@opentelemetry/instrumentation-http',
  ) as typeof import('@opentelemetry/instrumentation-http');
  return new Official(options);
}

class HttpInstrumentation implements Instrumentation {
  readonly instrumentationName = SCOPE[0];
  readonly instrumentationVersion = SCOPE[1];
  readonly #client: Instrumentation;
  readonly #contextManager: AttachingContextManager;
  readonly #isIgnored: (target: string | undefined) => boolean;
  #tracerProvider: TracerProvider | undefined;
  #meterProvider: MeterProvider | undefined;
  #server: HttpServerSpans | undefined;

  constructor(
    client: Instrumentation,
    contextManager: AttachingContextManager,
    isIgnored: (target: string | undefined) => boolean,
  ) {
    this.#client = client;
    this.#contextManager = contextManager;
    this.#isIgnored = isIgnored;
  }

  setTracerProvider(provider: TracerProvider): void {
    this.#tracerProvider = provider;
    this.#client.setTracerProvider(provider);
  }

  setMeterProvider(provider: MeterProvider): void {
    this.#meterProvider = provider;
    this.#client.setMeterProvider(provider);
  }

  setConfig(): void {}

  getConfig(): InstrumentationConfig {
    return {};
  }

  enable(): void {
    this.#client.enable();
    if (this.#tracerProvider === undefined || this.#meterProvider === undefined) return;
    this.#server ??= new HttpServerSpans({
      tracer: this.#tracerProvider.getTracer(...SCOPE),
      duration: this.#meterProvider.getMeter(...SCOPE).createHistogram('http.server.request.duration', DURATION),
      contextManager: this.#contextManager,
      isIgnored: this.#isIgnored,
    });
    this.#server.enable();
  }

  disable(): void {
    this.#client.disable();
    this.#server?.disable();
  }
}
