/**
 * Calls a function of the application's, which may be asynchronous and may fail: what it throws or rejects with goes to `onFailure`. Answers when it
 * is through, for whoever wants to wait; never rejects.
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

/** What an error says, whatever was thrown. Never throws. */
export function failureText(error: unknown): string {
  try {
    return String((error as { message?: unknown } | null)?.message ?? error).slice(0, 500);
  } catch {
    return 'an error that says nothing';
  }
}
