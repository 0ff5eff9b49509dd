import { AsyncLocalStorage } from 'node:async_hooks';

type Fields = Readonly<Record<string, unknown>>;

/** A request between its start and its end. */
export interface RequestLog {
  readonly method: string;
  readonly path: string;
  /** What `logRequestStart` was given. */
  readonly fields: Fields;
}

const fields = new AsyncLocalStorage<readonly Fields[]>();
const request = new AsyncLocalStorage<RequestLog | undefined>();

/** Shared by all Loggers: what a library logs inside belongs to the same request. Outer fields first. */
export function contextFields(): readonly Fields[] {
  return fields.getStore() ?? [];
}

export function runWithFields<T>(added: Fields, fn: () => T): T {
  return fields.run([...contextFields(), added], fn);
}

/** The request of this async context, from now on. */
export function enterRequest(entered: RequestLog | undefined): void {
  request.enterWith(entered);
}

export function currentRequest(): RequestLog | undefined {
  return request.getStore();
}
