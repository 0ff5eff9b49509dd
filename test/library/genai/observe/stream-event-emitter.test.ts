import { describe, expect, test } from '@jest/globals';
import type { StreamEvent } from '../../../../src/library/genai/events/stream-event.ts';
import { StreamEventEmitter } from '../../../../src/library/genai/observe/stream-event-emitter.ts';
import { StreamObservation } from '../../../../src/library/genai/observe/stream-observation.ts';
import { ModelOperation } from '../../../../src/library/genai/operation/model-operation.ts';
import { currentTelemetry } from '../../../../src/library/genai/operation/operation-telemetry.ts';

const PAUSE_MILLIS = 30;

/** The clock has gone on, whatever the load of the machine. */
async function pause(): Promise<void> {
  const begin = performance.now();
  while (performance.now() - begin < PAUSE_MILLIS) await new Promise((resolve) => setTimeout(resolve, 1));
}

describe('StreamEventEmitter', () => {
  test('reports start and readiness when attached later', async () => {
    const events: StreamEvent[] = [];
    const beforeMillis = Date.now();
    const observation = new StreamObservation(new ModelOperation(currentTelemetry(), { operation: 'chat' }));
    const begunMillis = Date.now();
    observation.ready();
    await pause();
    observation.attach(new StreamEventEmitter((event) => void events.push(event), { operation: 'chat' }));
    observation.finished();
    expect(events.map(({ type }) => type)).toEqual(['SESSION_START', 'STREAM_INIT', 'STREAM_READY', 'COMPLETE']);
    for (const { ts } of events.slice(0, 2)) {
      expect(ts).toBeGreaterThanOrEqual(beforeMillis - 1);
      expect(ts).toBeLessThanOrEqual(begunMillis + 1);
    }
    expect(events[2]?.ts).toBeGreaterThanOrEqual(begunMillis + PAUSE_MILLIS - 2);
    expect(events[3]?.['durationMs']).toBeGreaterThanOrEqual(PAUSE_MILLIS - 2);
  });

  test('reports readiness later, and once, for a stream that is not ready', () => {
    const types: string[] = [];
    const observation = new StreamObservation(new ModelOperation(currentTelemetry(), { operation: 'chat' }));
    observation.attach(new StreamEventEmitter(({ type }) => void types.push(type), { operation: 'chat' }));
    expect(types).toEqual(['SESSION_START', 'STREAM_INIT']);
    observation.ready();
    expect(types.slice(2)).toEqual(['STREAM_READY']);
    observation.finished();
  });
});
