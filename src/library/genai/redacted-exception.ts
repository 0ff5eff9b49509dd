import { redactRecord, redactText } from './text-redaction.ts';

/** Causes of causes that are looked into. */
const MAX_DEPTH = 5;

/** Something thrown, as a span records it: without the secrets in it. Never throws. */
export function redactException(thrown: unknown): { readonly exception: Error | string; readonly message: string } {
  const exception = redactError(thrown);
  return { exception, message: exception.message };
}

/** An error without the secrets in its texts: the very same one when there are none, or else a copy. Never throws. */
export function redactError(thrown: unknown, depth = MAX_DEPTH): Error {
  try {
    if (!(thrown instanceof Error)) return new Error(redactText(String(thrown)));
    return copyIfChanged(thrown, depth);
  } catch {
    return new Error('an error that cannot be read');
  }
}

function copyIfChanged(error: Error, depth: number): Error {
  const message = redactText(String(error.message));
  const stack = error.stack === undefined ? undefined : redactText(String(error.stack));
  const cause =
    error.cause instanceof Error && depth > 0 ? redactError(error.cause, depth - 1) : redactCause(error.cause);
  const own = { ...error };
  const redacted = redactRecord(own);
  if (message === error.message && stack === error.stack && cause === error.cause && redacted === own) return error;
  const copy = Object.create(Object.getPrototypeOf(error)) as Error;
  const hidden = { enumerable: false, writable: true, configurable: true };
  Object.defineProperties(copy, {
    message: { value: message, ...hidden },
    stack: { value: stack, ...hidden },
    ...(cause === undefined ? {} : { cause: { value: cause, ...hidden } }),
  });
  return Object.assign(copy, without(redacted, 'message', 'stack', 'cause'));
}

function redactCause(cause: unknown): unknown {
  return typeof cause === 'string' ? redactText(cause) : cause instanceof Error ? undefined : cause;
}

function without(record: object, ...names: readonly string[]): object {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}

/** An error that an event describes. It has the event's stack, since its own would lead to the event's handler and group all errors together. */
export class StreamError extends Error {
  constructor(message: string, type: string | undefined, stack: string | null) {
    super(message);
    this.name = type === undefined || type === 'unknown' ? 'StreamError' : type;
    this.stack = stack ?? `${this.name}: ${message}`;
  }
}
