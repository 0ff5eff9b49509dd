import { readSentryEnvironment } from '../../../foundation/configuration/sentry-settings.ts';
import { warnOnce } from '../../../foundation/diagnostics/once.ts';
import type { Telemetry } from '../record/telemetry.ts';
import { redactError, StreamError } from '../redacted-exception.ts';
import { redactRecord, redactText } from '../text-redaction.ts';
import type { SentryCaptureContext, SentryLevel } from './sentry-client.ts';
import { detailedContexts } from './sentry-contexts.ts';
import { type SentryExporterOptions, validateSentryExporterOptions } from './sentry-exporter-options.ts';
import {
  createSentryClient,
  type ExporterScope,
  loadSentry,
  type SentryModule,
  type SentryNodeClient,
} from './sentry-module.ts';

interface Running {
  readonly client: SentryNodeClient;
  readonly scope: ExporterScope;
}

/** Sends errors to Sentry with the figures of their streams, without secrets. It needs @sentry/node, which `init()` loads. */
export class SentryExporter {
  readonly #options: SentryExporterOptions;
  #running: Running | undefined;

  /** @throws {TypeError} when an option is unknown or of another kind than expected */
  constructor(options: SentryExporterOptions = {}) {
    validateSentryExporterOptions(options);
    this.#options = { ...options };
  }

  /**
   * Creates an exporter from SENTRY_DSN, SENTRY_ENVIRONMENT, SENTRY_RELEASE, SENTRY_SAMPLE_RATE and SENTRY_TRACES_SAMPLE_RATE. An unusable variable is one
   * warning and has its default; without a DSN nothing is sent.
   */
  static fromEnv(): SentryExporter {
    const { values, warnings } = readSentryEnvironment();
    for (const warning of warnings) warnOnce(warning);
    const known = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
    try {
      return new SentryExporter(known);
    } catch (error) {
      warnOnce(`SENTRY_DSN: ${(error as Error).message}; nothing is sent to Sentry`);
      return new SentryExporter({ ...known, dsn: '' });
    }
  }

  /**
   * Sets Sentry up once. A setup of the application is left alone.
   * @throws {Error} when @sentry/node is not installed
   */
  init(): void {
    if (this.#running !== undefined) return;
    if (!this.#options.dsn) {
      warnOnce('SentryExporter: expected dsn (SENTRY_DSN), got none; nothing is sent to Sentry');
      return;
    }
    const sentry = (this.#options.sentry as unknown as SentryModule | undefined) ?? loadSentry();
    const client = createSentryClient(sentry, this.#options);
    if (client === undefined) return;
    const scope = new sentry.Scope();
    scope.setClient(client);
    scope.setTags(this.#options.tags ?? {});
    this.#running = { client, scope };
  }

  /** Reports an error with the figures of its stream. Never throws. */
  captureError(error: unknown, telemetry?: Telemetry): void {
    this.#do(({ scope }) => {
      scope.captureException(redactError(error), { captureContext: contextOf(telemetry) });
    });
  }

  /** Reports the error of a record, if it has one. Never throws. */
  captureTelemetryError(telemetry: Telemetry): void {
    const { occurred, message, code, category, stack } = telemetry.error;
    if (occurred)
      this.captureError(
        new StreamError(message ?? 'Unknown L0 error', code ?? category ?? undefined, stack),
        telemetry,
      );
  }

  /** Adds a breadcrumb to the events that follow. Never throws. */
  addBreadcrumb(
    message: string,
    { category = 'l0', level = 'info', data = {} }: { category?: string; level?: SentryLevel; data?: object } = {},
  ): void {
    const timestamp = Date.now() / 1_000;
    this.#do(({ scope }) => {
      scope.addBreadcrumb({ message: redactText(message), category, level, data: redactRecord(data), timestamp }, 100);
    });
  }

  /** Sets the user of the events that follow; null: none. Never throws. */
  setUser(user: { readonly id?: string; readonly email?: string; readonly username?: string } | null): void {
    this.#do(({ scope }) => {
      scope.setUser(user);
    });
  }

  /** Sends pending events, for at most `timeout` seconds. Returns whether all were sent. Never rejects. */
  async flush(timeout = 2): Promise<boolean> {
    return this.#end((client) => client.flush(timeout * 1_000));
  }

  /** Sends pending events and ends. Never rejects. */
  async close(timeout = 2): Promise<boolean> {
    const ending = this.#end((client) => client.close(timeout * 1_000));
    this.#running = undefined;
    return ending;
  }

  async #end(end: (client: SentryNodeClient) => PromiseLike<boolean>): Promise<boolean> {
    try {
      return this.#running === undefined ? true : await end(this.#running.client);
    } catch {
      return false;
    }
  }

  #do(act: (running: Running) => void): void {
    try {
      this.init();
      if (this.#running !== undefined) act(this.#running);
    } catch (error) {
      warnOnce(`${(error as Error)?.message}`);
    }
  }
}

function contextOf(telemetry: Telemetry | undefined): SentryCaptureContext {
  const { streamId, sessionId, model, error } = telemetry ?? {};
  const tags = {
    component: 'l0',
    ...(streamId && { 'l0.stream_id': streamId }),
    ...(model && { 'l0.model': model }),
    ...(sessionId && { 'l0.session_id': sessionId }),
    ...(error?.category && { 'l0.error.category': error.category }),
  };
  return { level: 'error', tags, contexts: telemetry === undefined ? {} : detailedContexts(telemetry), extra: {} };
}
