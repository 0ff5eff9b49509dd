import { log } from '../../foundation/diagnostics/log.ts';
import { OnceSet } from '../../foundation/diagnostics/once.ts';

/**
 * Calls a function of the application, which may be asynchronous. `onFailure` gets what it throws or rejects with. The returned promise, if there is
 * one, resolves when the function has finished, and never rejects.
 */
export function callGuarded<A extends readonly unknown[]>(
  call: (...args: A) => unknown,
  args: A,
  onFailure: (error: unknown) => void,
): Promise<void> | undefined {
  try {
    const result = call(...args);
    return isThenable(result) ? settled(result, onFailure) : undefined;
  } catch (error) {
    onFailure(error);
    return undefined;
  }
}

async function settled(result: PromiseLike<unknown>, onFailure: (error: unknown) => void): Promise<void> {
  try {
    await result;
  } catch (error) {
    onFailure(error);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

/** The message of anything that was thrown. Never throws. */
export function failureText(error: unknown): string {
  try {
    return String((error as { message?: unknown } | null)?.message ?? error).slice(0, 500);
  } catch {
    return 'an unreadable error';
  }
}

const logged = new OnceSet();

/**
 * Logs the first problem of a kind. Others outside the application can cause any number of them, for example by closing connections, so the rest is not
 * logged.
 */
export function logOnce(level: 'debug' | 'warn' | 'error', kind: string, message: () => string): void {
  if (logged.add(kind)) log[level](message());
}
