import { logFailure } from './event-handlers.ts';
import { type FlushableHandler, flushable } from './flushable-handler.ts';
import { callGuarded } from './guarded-call.ts';
import { callback, count, timerSeconds, validateOption, validateOptions } from './option-rules.ts';
import type { StreamEvent } from './stream-event.ts';

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
