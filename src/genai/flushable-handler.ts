import type { StreamEvent } from './stream-event.ts';

/** A handler that holds events back. */
export interface FlushableHandler {
  (event: StreamEvent): void;
  /** Passes on what is held back, and waits for the handler. Never rejects. */
  flush(): Promise<void>;
  /** As flush: nothing is held back when a `using` block ends. */
  [Symbol.dispose](): void;
  [Symbol.asyncDispose](): Promise<void>;
}

export function flushable(handle: (event: StreamEvent) => void, flush: () => Promise<void>): FlushableHandler {
  return Object.assign(handle, {
    flush,
    [Symbol.dispose]: () => void flush(),
    [Symbol.asyncDispose]: flush,
  });
}
