import { field, isRecord, type ReadEvent } from '../events/stream-event.ts';
import { shorten, textOf } from './plain-data.ts';
import type { GuardrailViolation } from './telemetry.ts';

/** The message of the error that an event reports; undefined if it has none. */
export function eventErrorMessage(event: ReadEvent): string | undefined {
  const message = event.get('error') ?? event.get('lastError') ?? event.get('message') ?? event.get('reason');
  return textOf(message) || undefined;
}

/** The kind of an error in one word: its code, its own type, or its category. */
export function eventErrorType(event: ReadEvent): string | undefined {
  return textOf(errorCodeOf(event) ?? event.get('errorType') ?? event.get('failureType') ?? event.get('category'));
}

export const errorCodeOf = (event: ReadEvent): unknown =>
  event.get('code') ?? event.get('errorCode') ?? field(event.get('error'), 'code');

/** The recovery strategies after which a stream continues. The runtime names `halt` for one that does not. */
const RECOVERIES: ReadonlySet<unknown> = new Set(['retry', 'fallback', 'continue', 'resume']);

/** Whether the recovery strategy of an error lets the stream continue. */
export const hasRecovery = ({ get }: ReadEvent): boolean => RECOVERIES.has(get('recoveryStrategy'));

/** Whether the runtime continues after this error: it reports each failed attempt as one. */
export function isRecovered(event: ReadEvent): boolean {
  return hasRecovery(event) || event.get('willRetry') === true || event.get('retried') === true;
}

/** The categories of errors that an event describes by the type of failure alone. */
const CATEGORIES: Readonly<Record<string, string>> = {
  network: 'network',
  model: 'model',
  timeout: 'transient',
  zero_output: 'content',
  abort: 'provider',
};

/** The category of an error: its own, or the one that follows from its type of failure. */
export function categoryOf(event: ReadEvent): string | undefined {
  const category = event.get('category');
  if (typeof category === 'string' && category !== '') return shorten(category);
  const failure = event.get('failureType');
  return typeof failure === 'string' && Object.hasOwn(CATEGORIES, failure) ? CATEGORIES[failure] : undefined;
}

/** Whether an ERROR or a RETRY_ATTEMPT concerns the network. */
export function isAboutNetwork(event: ReadEvent): boolean {
  return event.get('isNetwork') === true || event.get('isNetworkError') === true || categoryOf(event) === 'network';
}

/** The maximum number of violations that are read from one event: the list may be the application's own, of any length. */
const MAX_VIOLATIONS = 1_000;

/** The violations in the result of a rule: a list, a single one, or only the fact that the rule did not pass. */
export function violationsOf({ get }: ReadEvent): readonly GuardrailViolation[] {
  const list = get('violations');
  if (Array.isArray(list) && list.length > 0) return list.slice(0, MAX_VIOLATIONS).filter(isRecord);
  const one = get('violation');
  if (isRecord(one)) return [one];
  if (get('passed') !== false) return [];
  const rule = get('rule') ?? get('ruleId') ?? get('name');
  return [{ rule, message: get('message'), severity: get('severity'), recoverable: get('recoverable') }];
}

export interface Drift {
  readonly types: readonly string[];
  readonly confidence: number | undefined;
}

/** Undefined if the check detected no drift. */
export function driftOf({ get }: ReadEvent): Drift | undefined {
  if ((get('detected') ?? get('driftDetected')) !== true) return undefined;
  const [types, metrics, type] = [get('types') ?? get('driftTypes'), get('metrics'), get('driftType') ?? get('kind')];
  const confidence = get('score') ?? get('confidence');
  return {
    types: Array.isArray(types)
      ? types.slice(0, MAX_VIOLATIONS).filter((name) => typeof name === 'string')
      : typeof type === 'string'
        ? [type]
        : isRecord(metrics)
          ? Object.keys(metrics)
          : [],
    confidence: typeof confidence === 'number' ? confidence : undefined,
  };
}

/** The text of a token. */
export function tokenOf({ get }: ReadEvent): string | undefined {
  const token = get('token') ?? get('text') ?? get('value') ?? get('content');
  const text = isRecord(token) ? (field(token, 'text') ?? field(token, 'value')) : token;
  return typeof text === 'string' ? text : undefined;
}

/** The end that an event brings; undefined if the stream continues. */
export function endOf(event: ReadEvent): 'completed' | 'failed' | 'aborted' | undefined {
  switch (event.type) {
    case 'COMPLETE':
      return 'completed';
    case 'ERROR':
      return isRecovered(event) ? undefined : 'failed';
    case 'RETRY_GIVE_UP':
      return 'failed';
    case 'ABORT_COMPLETED':
      return 'aborted';
    case 'SESSION_END':
      return event.get('success') === false ? 'failed' : 'completed';
    default:
      return undefined;
  }
}

/** The events that show that a stream continues although an error had ended it. */
const BEGINNINGS: ReadonlySet<string> = new Set([
  'SESSION_START',
  'ATTEMPT_START',
  'STREAM_INIT',
  'RETRY_START',
  'RETRY_ATTEMPT',
  'FALLBACK_START',
]);

export const isBeginning = ({ type }: ReadEvent): boolean => BEGINNINGS.has(type);
