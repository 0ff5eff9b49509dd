import { setTimeout as sleep } from 'node:timers/promises';

const INTERVAL_MILLIS = 50;
const SHOWN_LENGTH = 2_000;

export interface PollingOptions<Value> {
  /** Completes "waited … ms for". */
  readonly what: string;
  readonly timeoutMillis?: number;
  /** Without it, the first value that is not undefined. */
  readonly until?: (value: Value) => boolean;
  /** Ends the wait early, with a rejection. */
  readonly signal?: AbortSignal;
}

/** Asks again until the answer is right. A rejected question counts as "not yet". */
export async function poll<Value>(
  ask: () => Promise<Value | undefined> | Value | undefined,
  options: PollingOptions<Value>,
): Promise<Value> {
  const { what, timeoutMillis = 15_000, until = () => true, signal } = options;
  const deadline = performance.now() + timeoutMillis;
  let last: unknown;
  do {
    try {
      const value = await ask();
      if (value !== undefined && until(value)) return value;
      last = value;
    } catch (error) {
      last = error;
    }
    await sleep(INTERVAL_MILLIS, undefined, { signal });
  } while (performance.now() < deadline);
  throw new Error(`waited ${timeoutMillis} ms for ${what}; last answer: ${describe(last)}`);
}

/** The end of a text, which is its newest part; the beginning of anything else. */
function describe(answer: unknown): string {
  if (typeof answer === 'string') return `…\n${answer.slice(-SHOWN_LENGTH)}`;
  const text = answer instanceof Error ? answer.message : (JSON.stringify(answer) ?? 'none');
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}
