import { createRequire } from 'node:module';
import type { SentryScopeObject } from './sentry-client.ts';
import type { SentryExporterOptions } from './sentry-exporter-options.ts';

const load = createRequire(import.meta.url);

/** What is used of @sentry/node, from version 8 on. */
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
 * The client that the exporter sends with: Sentry's global one, set up here, or, where the application has set that up for itself, one beside it.
 * It sends errors and nothing else: what traces, patches or handles uncaught exceptions is left to otelier and to the application.
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
    // Of versions 8 to 10, which register a tracer provider, a propagator and a context manager of their own otherwise …
    skipOpenTelemetrySetup: true,
    registerEsmLoaderHooks: false,
    // … and of version 11.
    enableOpenTelemetrySetup: false,
    enableRuntimeChannelInjection: false,
  };
  if (sentry.getClient() === undefined) return sentry.init(settings);
  const { defaultStackParser, makeNodeTransport, NodeClient } = sentry;
  const client = new NodeClient({ ...settings, stackParser: defaultStackParser, transport: makeNodeTransport });
  client.init();
  return client;
}
