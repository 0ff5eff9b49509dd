// The monitor and the handlers agree on the recovery strategies after which a stream continues.
import { describe, expect, test } from '@jest/globals';
import { readStreamEvent } from '../../../../src/library/genai/events/stream-event.ts';
import { endOf, isRecovered } from '../../../../src/library/genai/record/event-payload.ts';
import { StreamMonitor } from '../../../../src/public/genai.ts';

const errorOf = (recoveryStrategy: string) => ({
  type: 'ERROR' as const,
  ts: 2,
  streamId: 's',
  error: 'overloaded',
  recoveryStrategy,
});

function recoverableInRecord(recoveryStrategy: string): boolean | undefined {
  const monitor = new StreamMonitor();
  monitor.handleEvent({ type: 'SESSION_START', ts: 1, streamId: 's' });
  monitor.handleEvent(errorOf(recoveryStrategy));
  return monitor.getTelemetry('s')?.error.recoverable;
}

function recoveredForHandlers(recoveryStrategy: string): unknown {
  const event = readStreamEvent(errorOf(recoveryStrategy));
  return event && { isRecovered: isRecovered(event), end: endOf(event) };
}

describe('recovery strategies', () => {
  test.each(['retry', 'fallback', 'continue', 'resume'])(
    '%s is recoverable in the record and no end for handlers',
    (name) => {
      expect(recoverableInRecord(name)).toBe(true);
      expect(recoveredForHandlers(name)).toEqual({ isRecovered: true, end: undefined });
    },
  );

  test.each(['halt', 'unknown'])('%s is not recoverable, and an end for handlers', (name) => {
    expect(recoverableInRecord(name)).toBe(false);
    expect(recoveredForHandlers(name)).toEqual({ isRecovered: false, end: 'failed' });
  });
});
