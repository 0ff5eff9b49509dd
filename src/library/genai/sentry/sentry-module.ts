import { createRequire } from 'node:module';
import type { SentryScopeObject } from './sentry-client.ts';
import type { SentryExporterOptions } from './sentry-exporter-options.ts';

const load = createRequire(import.meta.url);

/** The used part of @sentry/node, from version 8 on. */
export interface SentryModule {
  init(options: object): SentryNodeClient | undefined;
  getClient(): unknown;
  readonly NodeClient: new (options: object) => SentryNodeClient;
  readonly Scope: new () => ExporterScope;
  readonly defaultStackParser: unknown;
  readonly makeNodeTransport: unknown;
  linkedErrorsIntegration?(): unknown;
  contextLinesIntegration?(): unknown;
  nodeContextIntegration?(): unknown;
}

export interface ExporterScope extends SentryScopeObject {
  setTags(tags: Readonly<Record<string, string>>): unknown;
  setUser(user: object | null): unknown;
}

export interface SentryNodeClient {
  init(): void;
  flush(timeoutMillis?: number): PromiseLike<boolean>;
  close(timeoutMillis?: number): PromiseLike<boolean>;
}

/** @throws {Error} when the package is not installed */
export function loadSentry(): SentryModule {
  try {
    return load('@sentry/node') as SentryModule;
  } catch (error) {
    const { message } = error as Error;
    throw new Error(
      `SentryExporter: expected the package @sentry/node to be installed, got "${message.split('\n')[0]}"; ` +
        'nothing is sent to Sentry. npm install @sentry/node',
      { cause: error },
    );
  }
}

/**
 * Creates the exporter's client: Sentry's global one, or a second one if the application has set up the global one. It only sends errors: tracing,
 * patching and handling of uncaught exceptions are left to otelier and to the application.
 */
export function createSentryClient(sentry: SentryModule, options: SentryExporterOptions): SentryNodeClient | undefined {
  const { dsn, environment, release, sampleRate = 1, tracesSampleRate = 0.1 } = options;
  const integrations = [
    sentry.linkedErrorsIntegration?.(),
    sentry.contextLinesIntegration?.(),
    sentry.nodeContextIntegration?.(),
  ];
  const settings = {
    dsn,
    ...(environment === undefined ? {} : { environment }),
    ...(release === undefined ? {} : { release }),
    sampleRate,
    tracesSampleRate,
    defaultIntegrations: false,
    integrations: integrations.filter((integration) => integration !== undefined),
    // For versions 8 to 10, which otherwise register a tracer provider, a propagator and a context manager of their own …
    skipOpenTelemetrySetup: true,
    registerEsmLoaderHooks: false,
    // … and for version 11.
    enableOpenTelemetrySetup: false,
    enableRuntimeChannelInjection: false,
  };
  if (sentry.getClient() === undefined) return sentry.init(settings);
  const { defaultStackParser, makeNodeTransport, NodeClient } = sentry;
  const client = new NodeClient({ ...settings, stackParser: defaultStackParser, transport: makeNodeTransport });
  client.init();
  return client;
}
