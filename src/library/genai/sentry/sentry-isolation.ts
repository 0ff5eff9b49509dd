import type { SentryApi, SentryScopeObject } from './sentry-client.ts';

/** Breadcrumbs of streams, by their data: SDKs copy the rest. */
const marked = new WeakSet<object>();

export function markBreadcrumb(breadcrumb: object): void {
  const { data } = breadcrumb as { data?: unknown };
  marked.add(breadcrumb);
  if (typeof data === 'object' && data !== null) marked.add(data);
}

export function isBreadcrumbOfStream(breadcrumb: object): boolean {
  const { data } = breadcrumb as { data?: unknown };
  return marked.has(breadcrumb) || (typeof data === 'object' && data !== null && marked.has(data));
}

/** A scope like the application's at this moment, without what streams have left there; undefined where the client cannot run code in it. */
export function forkIsolationScope(client: SentryApi): SentryScopeObject | undefined {
  if (typeof client.withIsolationScope !== 'function') return undefined;
  const scope = forkOf(client.getIsolationScope?.());
  if (scope === undefined) return undefined;
  let isActive = false;
  client.withIsolationScope(scope, () => {
    isActive = client.getIsolationScope?.() === scope;
  });
  return isActive ? scope : undefined;
}

/** A scope of its own that captures by itself; undefined where the client has none. */
export function ownScope(client: SentryApi): SentryScopeObject | undefined {
  const scope = forkOf(client.getCurrentScope?.());
  return typeof scope?.captureException === 'function' ? scope : undefined;
}

function forkOf(scope: unknown): SentryScopeObject | undefined {
  if (typeof (scope as Partial<SentryScopeObject> | undefined)?.clone !== 'function') return undefined;
  const fork = (scope as SentryScopeObject).clone();
  const others = fork.getScopeData().breadcrumbs.filter((breadcrumb) => !isBreadcrumbOfStream(breadcrumb));
  fork.clearBreadcrumbs();
  for (const breadcrumb of others) fork.addBreadcrumb(breadcrumb);
  fork.setContext(TELEMETRY_CONTEXT, null);
  return fork;
}

export const TELEMETRY_CONTEXT = 'l0_telemetry';
