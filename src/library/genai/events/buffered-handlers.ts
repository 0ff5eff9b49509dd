import {
  callback,
  count,
  timerSeconds,
  validateOption,
  validateOptions,
} from '../../../foundation/diagnostics/options.ts';
import { callGuarded } from '../guarded-call.ts';
import { logFailure } from './event-handlers.ts';
import type { StreamEvent, StreamEventHandler } from './stream-event.ts';

export interface BatchOptions {
  /** Events of a full batch, which is passed on at once. */
  readonly size: number;
  /** Seconds after its first event at which a batch is passed on as it is. */
  readonly maxWaitSeconds: number;
  /** Given each batch; may be asynchronous and fail. */
  readonly handler: (events: StreamEvent[]) => unknown;
}

const RULES = { size: count, maxWaitSeconds: timerSeconds, handler: callback };

/** Passes events on in batches. Its timer keeps no process alive: call `flush` before leaving. */
export function batch(options: BatchOptions): FlushableHandler {
  validateOptions('batch', options, RULES);
  for (const name of ['size', 'maxWaitSeconds', 'handler'] as const)
    validateOption('batch', name, options[name], RULES[name]);
  const { size, maxWaitSeconds, handler } = options;
  let events: StreamEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const full = events;
    events = [];
    if (full.length > 0) await callGuarded(handler, [full], (error) => logFailure('batch', error));
  };
  const handle = (event: StreamEvent): void => {
    events.push(event);
    if (events.length >= size) void flush();
    else timer ??= setTimeout(() => void flush(), maxWaitSeconds * 1_000).unref();
  };
  return flushable(handle, flush);
}

/**
 * Passes on at most one event in so many seconds: the first at once, and of those that follow within the time the last, when it is over. Its timer
 * keeps no process alive: call `flush` before leaving.
 */
export function debounce(seconds: number, handler: StreamEventHandler): FlushableHandler {
  validateOption('debounce', 'seconds', seconds, timerSeconds);
  validateOption('debounce', 'handler', handler, callback);
  let timer: NodeJS.Timeout | undefined;
  let held: { readonly event: StreamEvent } | undefined;
  const pass = (event: StreamEvent): Promise<void> | undefined => {
    clearTimeout(timer);
    held = undefined;
    timer = seconds === 0 ? undefined : setTimeout(over, seconds * 1_000).unref();
    return callGuarded(handler, [event], (error) => logFailure('debounce', error));
  };
  const over = (): void => {
    timer = undefined;
    if (held !== undefined) void pass(held.event);
  };
  const handle = (event: StreamEvent): void => {
    if (timer === undefined) void pass(event);
    else held = { event };
  };
  return flushable(handle, async () => {
    if (held !== undefined) await pass(held.event);
  });
}

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
