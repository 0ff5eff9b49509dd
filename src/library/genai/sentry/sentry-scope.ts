import { warnOnce } from '../../../foundation/diagnostics/once.ts';
import type {
  SentryApi,
  SentryBreadcrumb,
  SentryCaptureContext,
  SentryScopeObject,
  SentrySpan,
} from './sentry-client.ts';
import { TELEMETRY_CONTEXT } from './sentry-contexts.ts';

/** Breadcrumbs of streams have these categories. */
const OWN_CATEGORY = /^l0(\.|$)/;

/**
 * The scope of one execution: its events have its own breadcrumbs and those of the application, but none of another stream. The application's own events
 * of the same request have its breadcrumbs too. Never throws.
 */
export class SentryScope {
  readonly #client: SentryApi;
  readonly #environment: string | undefined;
  /** A fork of the application's isolation scope, in which the client can run code. */
  readonly #isolation: SentryScopeObject | undefined;
  /** Captures by itself, where the client cannot isolate: SDKs 8 to 10 do so only with their own OpenTelemetry context manager. */
  readonly #capturing: SentryScopeObject | undefined;

  constructor(client: SentryApi, environment?: string) {
    this.#client = client;
    this.#environment = environment;
    this.#isolation = quietly(() => forkIsolationScope(client));
    if (this.#isolation === undefined) this.#capturing = quietly(() => cloneScope(client));
    const scope = this.#isolation ?? this.#capturing;
    if (environment !== undefined) scope?.addEventProcessor((event) => Object.assign(event, { environment }));
  }

  addBreadcrumb(breadcrumb: SentryBreadcrumb): void {
    quietly(() => {
      if (this.#isolation !== undefined) this.#addToIsolation(breadcrumb, this.#isolation);
      else if (this.#capturing !== undefined) this.#addToCapturing(breadcrumb, this.#capturing);
      else this.#client.addBreadcrumb?.(breadcrumb);
    });
  }

  /** Adds it to the application's scope too, unless the application's beforeBreadcrumb rejects it. */
  #addToIsolation(breadcrumb: SentryBreadcrumb, scope: SentryScopeObject): void {
    const before = scope.getLastBreadcrumb();
    this.run(() => this.#client.addBreadcrumb?.(breadcrumb));
    const added = scope.getLastBreadcrumb();
    const application = this.#client.getIsolationScope?.() as SentryScopeObject | undefined;
    if (added !== undefined && added !== before && application !== scope) application?.addBreadcrumb(added);
  }

  #addToCapturing(breadcrumb: SentryBreadcrumb, scope: SentryScopeObject): void {
    const client = this.#client.getClient?.() as { getOptions?(): Record<string, unknown> } | undefined;
    const { beforeBreadcrumb, maxBreadcrumbs } = client?.getOptions?.() ?? {};
    const changed = typeof beforeBreadcrumb === 'function' ? beforeBreadcrumb(breadcrumb, {}) : breadcrumb;
    if (changed === null) return;
    scope.addBreadcrumb(changed, typeof maxBreadcrumbs === 'number' ? maxBreadcrumbs : 100);
  }

  captureException(error: Error, context: SentryCaptureContext): void {
    const complete = this.#complete(context);
    this.#capture(
      () => this.#client.captureException?.(error, complete),
      (scope) => scope.captureException(error, { captureContext: complete }),
    );
  }

  captureMessage(message: string, context: SentryCaptureContext): void {
    const complete = this.#complete(context);
    this.#capture(
      () => this.#client.captureMessage?.(message, complete),
      (scope) => scope.captureMessage(message, complete.level, { captureContext: complete }),
    );
  }

  #capture(byClient: () => unknown, byScope: (scope: SentryScopeObject) => unknown): void {
    quietly(() => {
      if (this.#capturing === undefined) return this.run(byClient);
      this.#capturing.setClient(this.#client.getClient?.());
      return byScope(this.#capturing);
    });
  }

  /** Sets a context of the application's later events. */
  setContext(name: string, context: Record<string, unknown>): void {
    quietly(() => this.#client.setContext?.(name, context));
  }

  startSpan(options: object): SentrySpan | undefined {
    return quietly(() => this.run(() => this.#client.startInactiveSpan?.(options))) as SentrySpan | undefined;
  }

  /** Runs a function in the isolation scope. */
  run<T>(fn: () => T): T {
    if (this.#isolation === undefined) return fn();
    return this.#client.withIsolationScope?.(this.#isolation, fn) as T;
  }

  #complete(context: SentryCaptureContext): SentryCaptureContext {
    const environment = this.#environment;
    return environment === undefined ? context : { ...context, tags: { environment, ...context.tags } };
  }
}

/** Undefined if the client cannot run code in an isolation scope. */
function forkIsolationScope(client: SentryApi): SentryScopeObject | undefined {
  if (typeof client.withIsolationScope !== 'function') return undefined;
  const current = client.getIsolationScope?.();
  let fork: SentryScopeObject | undefined;
  client.withIsolationScope((scope) => {
    if (scope !== current) fork = scope;
  });
  return fork && withoutStreams(fork);
}

/** Undefined if the client has no scopes. */
function cloneScope(client: SentryApi): SentryScopeObject | undefined {
  const scope = (client.getCurrentScope?.() as Partial<SentryScopeObject> | undefined)?.clone?.();
  return typeof scope?.captureException === 'function' ? withoutStreams(scope) : undefined;
}

/** Removes the breadcrumbs and the context of other streams. */
function withoutStreams(scope: SentryScopeObject): SentryScopeObject {
  const { breadcrumbs } = scope.getScopeData();
  scope.clearBreadcrumbs();
  for (const breadcrumb of breadcrumbs)
    if (!OWN_CATEGORY.test(String((breadcrumb as { category?: unknown }).category))) scope.addBreadcrumb(breadcrumb);
  scope.setContext(TELEMETRY_CONTEXT, null);
  return scope;
}

function quietly<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    warnOnce(`Sentry: the client failed with "${(error as Error)?.message}"; this report is lost`);
    return undefined;
  }
}

/** https://develop.sentry.dev/sdk/telemetry/traces/ */
const OK = { code: 1 };
const FAILED = { code: 2, message: 'internal_error' };

/** The Sentry span of one execution, if the client has spans. Times are milliseconds since the epoch, by default the current one. Never throws. */
export class SentryTrace {
  readonly #span: SentrySpan | undefined;

  constructor(scope: SentryScope, name: string, attributes: Readonly<Record<string, unknown>>, ts?: number) {
    const known = Object.entries(attributes).filter(([, value]) => isPrimitive(value));
    const times = ts === undefined ? {} : { startTime: ts / 1_000 };
    this.#span = scope.startSpan({ name, op: 'l0.execution', attributes: Object.fromEntries(known), ...times });
  }

  end(isOk: boolean, ts?: number): void {
    try {
      this.#span?.setStatus?.(isOk ? OK : FAILED);
      this.#span?.end?.(ts === undefined ? undefined : ts / 1_000);
    } catch {
      // Only this span is lost.
    }
  }
}

const isPrimitive = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);
