import { logFailure } from './event-handlers.ts';
import { type FlushableHandler, flushable } from './flushable-handler.ts';
import { callGuarded } from './guarded-call.ts';
import { callback, timerSeconds, validateOption } from './option-rules.ts';
import type { StreamEvent, StreamEventHandler } from './stream-event.ts';

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
