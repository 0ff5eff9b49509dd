// Events of one stream, written shortly: [milliseconds after the start, type, payload].
import type { StreamEvent, StreamMonitor } from '../../../src/public/genai.ts';

export const START = 1_760_000_000_000;

export type ShortEvent = readonly [afterMillis: number, type: string, payload?: Readonly<Record<string, unknown>>];

export function streamOf(streamId: string, ...events: readonly ShortEvent[]): readonly StreamEvent[] {
  return events.map(([after, type, payload]) => ({ ...payload, type, ts: START + after, streamId }));
}

/** A stream of so many milliseconds, with one token, that comes to its end. */
export function wholeStream(streamId: string, millis = 1_000): readonly StreamEvent[] {
  return streamOf(streamId, [0, 'SESSION_START'], [millis / 2, 'TOKEN', { token: 'a' }], [millis, 'COMPLETE']);
}

export function feed(monitor: StreamMonitor, events: readonly unknown[]): StreamMonitor {
  for (const event of events) monitor.handleEvent(event as StreamEvent);
  return monitor;
}
