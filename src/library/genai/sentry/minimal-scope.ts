import type { SentryApi, SentryBreadcrumb, SentryCaptureContext } from './sentry-client.ts';

/** What Sentry itself keeps by default. */
const MAX_BREADCRUMBS = 100;

/** The scope that older SDKs, and objects made up for tests, hand to `withScope`. */
interface PlainScope {
  setTag?(name: string, value: string): unknown;
  setContext?(name: string, context: object): unknown;
  clearBreadcrumbs?(): unknown;
  addBreadcrumb?(breadcrumb: object): unknown;
}

/** An execution's breadcrumbs for a client without isolation scopes: where it has `withScope`, events have these alone. */
export class SentryPlainScope {
  readonly #client: SentryApi;
  readonly #breadcrumbs: SentryBreadcrumb[] = [];

  constructor(client: SentryApi) {
    this.#client = client;
  }

  addBreadcrumb(breadcrumb: SentryBreadcrumb): void {
    this.#breadcrumbs.push(breadcrumb);
    if (this.#breadcrumbs.length > MAX_BREADCRUMBS) this.#breadcrumbs.shift();
    this.#client.addBreadcrumb?.(breadcrumb);
  }

  capture(context: SentryCaptureContext, capture: () => unknown): void {
    if (typeof this.#client.withScope !== 'function') {
      capture();
      return;
    }
    let isCaptured = false;
    try {
      this.#client.withScope((scope) => {
        this.#prepare((scope ?? {}) as PlainScope, context);
        isCaptured = true;
        capture();
      });
    } finally {
      if (!isCaptured) capture();
    }
  }

  #prepare(scope: PlainScope, { tags, contexts }: SentryCaptureContext): void {
    for (const [name, value] of Object.entries(tags)) scope.setTag?.(name, value);
    for (const [name, value] of Object.entries(contexts)) scope.setContext?.(name, value);
    if (scope.clearBreadcrumbs === undefined || scope.addBreadcrumb === undefined) return;
    scope.clearBreadcrumbs();
    for (const breadcrumb of this.#breadcrumbs) scope.addBreadcrumb(breadcrumb);
  }
}
