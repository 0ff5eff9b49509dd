import { AsyncLocalStorage } from 'node:async_hooks';

type Fields = Readonly<Record<string, unknown>>;

/** A request between its start and its end. */
export interface RequestLog {
  readonly method: string;
  readonly path: string;
  /** The fields that were passed to `logRequestStart`. */
  readonly fields: Fields;
}

const fields = new AsyncLocalStorage<readonly Fields[]>();
const request = new AsyncLocalStorage<RequestLog | undefined>();

/** The fields of this async context, outer ones first. All Loggers share them, because records of libraries belong to the same request. */
export function contextFields(): readonly Fields[] {
  return fields.getStore() ?? [];
}

export function runWithFields<T>(added: Fields, fn: () => T): T {
  return fields.run([...contextFields(), added], fn);
}

/** Sets the request of this async context. */
export function enterRequest(entered: RequestLog | undefined): void {
  request.enterWith(entered);
}

export function currentRequest(): RequestLog | undefined {
  return request.getStore();
}
