import { callback, type OptionRule, share, validateOption } from '../../../foundation/diagnostics/options.ts';
import { errorType } from '../../../foundation/log-lines/exception.ts';
import { callGuarded, failureText, logOnce } from '../guarded-call.ts';
import type { StreamEvent, StreamEventHandler } from './stream-event.ts';

/** A handler that never throws. */
export type GuardedHandler = (event: StreamEvent) => void;

const types: OptionRule = {
  expected: 'a list of event types',
  holds: (value) => Array.isArray(value) && value.every((type) => typeof type === 'string'),
};

/** One handler of several: each gets every event, whatever the others do. What is null or undefined is left out. */
export function combine(...handlers: readonly (StreamEventHandler | null | undefined)[]): GuardedHandler {
  const guarded = handlers
    .filter((handler) => handler !== null && handler !== undefined)
    .map((handler) => guard('combine', handler));
  return (event) => {
    for (const handle of guarded) handle(event);
  };
}

/** Passes on events of the given types. */
export function filter(wanted: readonly StreamEvent['type'][], handler: StreamEventHandler): GuardedHandler {
  validateOption('filter', 'types', wanted, types);
  const included = new Set(wanted);
  const handle = guard('filter', handler);
  return (event) => {
    if (included.has(typeOf(event))) handle(event);
  };
}

/** Passes on all events but those of the given types. */
export function exclude(unwanted: readonly StreamEvent['type'][], handler: StreamEventHandler): GuardedHandler {
  validateOption('exclude', 'types', unwanted, types);
  const excluded = new Set(unwanted);
  const handle = guard('exclude', handler);
  return (event) => {
    if (!excluded.has(typeOf(event))) handle(event);
  };
}

/** Passes on a share of the events, from 0 to 1, each by chance. */
export function sample(rate: number, handler: StreamEventHandler): GuardedHandler {
  validateOption('sample', 'rate', rate, share);
  const handle = guard('sample', handler);
  return (event) => {
    if (Math.random() < rate) handle(event);
  };
}

/** Lets a handler look at events on their way, and hands each on as it is. */
export function tap(handler: StreamEventHandler): (event: StreamEvent) => StreamEvent {
  const handle = guard('tap', handler);
  return (event) => {
    handle(event);
    return event;
  };
}

/**
 * A handler that never throws: what it throws, or rejects with, is logged.
 * @throws {TypeError} when it is no function
 */
export function guard(name: string, handler: StreamEventHandler): GuardedHandler {
  validateOption(name, 'handler', handler, callback);
  return (event) => {
    void callGuarded(handler, [event], (error) => logFailure(name, error));
  };
}

export function logFailure(name: string, error: unknown): void {
  logOnce(
    'error',
    `${name} handler ${errorType(error)}`,
    () =>
      `${name}: expected a handler of stream events not to fail, got ${failureText(error)}; the others continue, and such failures are not logged again`,
  );
}

const typeOf = (event: StreamEvent): string => String((event as StreamEvent | null)?.type);
