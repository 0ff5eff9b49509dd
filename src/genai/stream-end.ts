import type { ReadEvent } from './stream-event.ts';
import { isRecovered } from './stream-payload.ts';

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
