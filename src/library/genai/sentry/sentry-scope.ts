import { warnOnce } from '../../../foundation/diagnostics/once.ts';
import { SentryPlainScope } from './minimal-scope.ts';
import type {
  SentryApi,
  SentryBreadcrumb,
  SentryCaptureContext,
  SentryScopeObject,
  SentrySpan,
} from './sentry-client.ts';
import { forkIsolationScope, markBreadcrumb, ownScope } from './sentry-isolation.ts';

/**
 * What one execution tells Sentry, apart from what others tell: an event has its own breadcrumbs and those of the application, none of another
 * stream's. The application's own events of the same request have them, too. Never throws.
 */
export class SentryScope {
  readonly #client: SentryApi;
  readonly #environment: string | undefined;
  /** Of a client that can run code in a scope of ours. */
  readonly #isolated: SentryScopeObject | undefined;
  /** Of one that cannot, since another context manager is registered with OpenTelemetry. */
  readonly #alone: SentryScopeObject | undefined;
  /** Of one without such scopes. */
  readonly #plain: SentryPlainScope;

  constructor(client: SentryApi, environment?: string) {
    this.#client = client;
    this.#environment = environment;
    this.#plain = new SentryPlainScope(client);
    this.#isolated = quietly(() => forkIsolationScope(client));
    if (this.#isolated === undefined) this.#alone = quietly(() => ownScope(client));
    const scope = this.#isolated ?? this.#alone;
    if (environment !== undefined) scope?.addEventProcessor((event) => Object.assign(event, { environment }));
  }

  addBreadcrumb(breadcrumb: SentryBreadcrumb): void {
    markBreadcrumb(breadcrumb);
    quietly(() => {
      if (this.#isolated !== undefined) this.#addIsolated(breadcrumb, this.#isolated);
      else if (this.#alone !== undefined) this.#addAlone(breadcrumb, this.#alone);
      else this.#plain.addBreadcrumb(breadcrumb);
    });
  }

  #addIsolated(breadcrumb: SentryBreadcrumb, scope: SentryScopeObject): void {
    const application = this.#client.getIsolationScope?.() as SentryScopeObject;
    const before = scope.getLastBreadcrumb();
    this.run(() => this.#client.addBreadcrumb?.(breadcrumb));
    const added = scope.getLastBreadcrumb();
    // What the application's beforeBreadcrumb has refused is not there.
    if (added === undefined || added === before || application === scope) return;
    markBreadcrumb(added);
    application.addBreadcrumb(added);
  }

  #addAlone(breadcrumb: SentryBreadcrumb, scope: SentryScopeObject): void {
    const client = this.#client.getClient?.() as { getOptions?(): Record<string, unknown> } | undefined;
    const { beforeBreadcrumb, maxBreadcrumbs } = client?.getOptions?.() ?? {};
    const changed = typeof beforeBreadcrumb === 'function' ? beforeBreadcrumb(breadcrumb, {}) : breadcrumb;
    if (changed === null) return;
    scope.addBreadcrumb(changed, typeof maxBreadcrumbs === 'number' ? maxBreadcrumbs : 100);
  }

  captureException(error: Error, context: SentryCaptureContext): void {
    const complete = this.#complete(context);
    this.#capture(
      complete,
      () => this.#client.captureException?.(error, complete),
      (scope) => scope.captureException(error, { captureContext: complete }),
    );
  }

  captureMessage(message: string, context: SentryCaptureContext): void {
    const complete = this.#complete(context);
    this.#capture(
      complete,
      () => this.#client.captureMessage?.(message, complete),
      (scope) => scope.captureMessage(message, complete.level, { captureContext: complete }),
    );
  }

  #capture(
    context: SentryCaptureContext,
    byClient: () => unknown,
    byScope: (scope: SentryScopeObject) => unknown,
  ): void {
    quietly(() => {
      if (this.#isolated !== undefined) return this.run(byClient);
      if (this.#alone === undefined) return this.#plain.capture(context, byClient);
      this.#alone.setClient(this.#client.getClient?.());
      return byScope(this.#alone);
    });
  }

  /** For what the application reports later. */
  setContext(name: string, context: Record<string, unknown>): void {
    quietly(() => this.#client.setContext?.(name, context));
  }

  startSpan(options: object): SentrySpan | undefined {
    return quietly(() => this.run(() => this.#client.startInactiveSpan?.(options))) as SentrySpan | undefined;
  }

  /** Runs something where the client knows this scope. */
  run<T>(fn: () => T): T {
    if (this.#isolated === undefined) return fn();
    return this.#client.withIsolationScope?.(this.#isolated, fn) as T;
  }

  #complete(context: SentryCaptureContext): SentryCaptureContext {
    const environment = this.#environment;
    return environment === undefined ? context : { ...context, tags: { environment, ...context.tags } };
  }
}

function quietly<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    warnOnce(`Sentry: the client failed with "${(error as Error)?.message}"; something is not reported`);
    return undefined;
  }
}

/** https://develop.sentry.dev/sdk/telemetry/traces/ */
const OK = { code: 1 };
const FAILED = { code: 2, message: 'internal_error' };

/** The Sentry span of one execution, where the client has spans. Times in milliseconds since the epoch, by default now. Never throws. */
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
      // A client that cannot end its own span: nothing is lost but that span.
    }
  }
}

const isPrimitive = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);
