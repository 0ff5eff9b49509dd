/** https://develop.sentry.dev/sdk/data-model/event-payloads/#optional-attributes */
export type SentryLevel = 'debug' | 'info' | 'warning' | 'error' | 'fatal';

/** https://develop.sentry.dev/sdk/data-model/event-payloads/breadcrumbs/ */
export interface SentryBreadcrumb {
  readonly type: string;
  readonly category: string;
  readonly message: string;
  readonly level: SentryLevel;
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly data: Record<string, unknown>;
}

/** The data of an event beside its error or message. */
export interface SentryCaptureContext {
  readonly level: SentryLevel;
  readonly tags: Record<string, string>;
  readonly contexts: Record<string, Record<string, unknown>>;
  readonly extra: Record<string, unknown>;
}

export interface SentrySpan {
  end?(timestamp?: number): void;
  setAttributes?(attributes: Record<string, string | number | boolean>): unknown;
  setStatus?(status: { readonly code: number; readonly message?: string }): unknown;
}

/** The scope of a Sentry SDK from version 8 on. */
export interface SentryScopeObject {
  clone(): SentryScopeObject;
  addBreadcrumb(breadcrumb: object, maxBreadcrumbs?: number): unknown;
  clearBreadcrumbs(): unknown;
  getLastBreadcrumb(): object | undefined;
  getScopeData(): { readonly breadcrumbs: readonly object[] };
  setContext(name: string, context: Record<string, unknown> | null): unknown;
  addEventProcessor(processor: (event: Record<string, unknown>) => unknown): unknown;
  setClient(client: unknown): unknown;
  captureException(error: unknown, hint?: object): unknown;
  captureMessage(message: string, level?: SentryLevel, hint?: object): unknown;
}

/** A function of any parameters. */
type SomeFunction = (...parameters: never[]) => unknown;

/**
 * A Sentry SDK from version 8 on: `import * as Sentry from '@sentry/node'`, another platform's SDK, or an object with only some of these functions, in
 * which case the others are not used. https://docs.sentry.io/platforms/javascript/guides/node/apis/
 */
export interface SentryClient {
  readonly captureException?: SomeFunction;
  readonly captureMessage?: SomeFunction;
  readonly addBreadcrumb?: SomeFunction;
  readonly setContext?: SomeFunction;
  readonly startInactiveSpan?: SomeFunction;
  readonly withIsolationScope?: SomeFunction;
  readonly getIsolationScope?: SomeFunction;
  readonly getCurrentScope?: SomeFunction;
  readonly getClient?: SomeFunction;
}

/** The same functions with their parameters. */
export interface SentryApi {
  captureException?(error: unknown, context: SentryCaptureContext): unknown;
  captureMessage?(message: string, context: SentryCaptureContext): unknown;
  addBreadcrumb?(breadcrumb: SentryBreadcrumb): unknown;
  setContext?(name: string, context: Record<string, unknown>): unknown;
  startInactiveSpan?(options: object): unknown;
  withIsolationScope?(callback: (scope: SentryScopeObject) => unknown): unknown;
  withIsolationScope?(scope: SentryScopeObject, callback: () => unknown): unknown;
  getIsolationScope?(): unknown;
  getCurrentScope?(): unknown;
  getClient?(): unknown;
}
