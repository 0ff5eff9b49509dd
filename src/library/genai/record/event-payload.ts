import { field, isRecord, type ReadEvent } from '../events/stream-event.ts';
import { textOf } from './plain-data.ts';
import { categoryOf } from './record-reducer.ts';
import type { GuardrailViolation } from './telemetry.ts';

/** What went wrong, in words; undefined where nothing is said. */
export function errorMessageOf(event: ReadEvent): string | undefined {
  const said = event.get('error') ?? event.get('lastError') ?? event.get('message') ?? event.get('reason');
  return textOf(said) || undefined;
}

/** The kind of an error in one word: its code, what it calls itself, or its category. */
export function errorTypeOf(event: ReadEvent): string | undefined {
  const code = event.get('code') ?? event.get('errorCode') ?? field(event.get('error'), 'code');
  return textOf(code ?? event.get('errorType') ?? event.get('failureType') ?? event.get('category'));
}

const RECOVERIES: ReadonlySet<unknown> = new Set(['retry', 'fallback', 'continue', 'resume']);

/** Whether the runtime goes on after this error: it reports each failed attempt as one. */
export function isRecovered({ get }: ReadEvent): boolean {
  return RECOVERIES.has(get('recoveryStrategy')) || get('willRetry') === true || get('retried') === true;
}

/** Whether an ERROR or a RETRY_ATTEMPT is about the network. */
export function isAboutNetwork(event: ReadEvent): boolean {
  return event.get('isNetwork') === true || event.get('isNetworkError') === true || categoryOf(event) === 'network';
}

/** The violations that the result of a rule tells of: a list, one, or only that the rule did not pass. */
export function violationsOf({ get }: ReadEvent): readonly GuardrailViolation[] {
  const list = get('violations');
  if (Array.isArray(list) && list.length > 0) return list.filter(isRecord);
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

/** Undefined where none was detected. */
export function driftOf({ get }: ReadEvent): Drift | undefined {
  if ((get('detected') ?? get('driftDetected')) !== true) return undefined;
  const [types, metrics, type] = [get('types') ?? get('driftTypes'), get('metrics'), get('driftType') ?? get('kind')];
  const confidence = get('score') ?? get('confidence');
  return {
    types: Array.isArray(types)
      ? types.filter((name) => typeof name === 'string')
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

/** How a stream ends with an event; undefined where it goes on. */
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

/** What shows that a stream goes on after all, though an error had ended it. */
const BEGINNINGS: ReadonlySet<string> = new Set([
  'SESSION_START',
  'ATTEMPT_START',
  'STREAM_INIT',
  'RETRY_START',
  'RETRY_ATTEMPT',
  'FALLBACK_START',
]);

export const isBeginning = ({ type }: ReadEvent): boolean => BEGINNINGS.has(type);
