// The published L0 runtime runs streams in Python; its own events, as JSON lines, go through our monitor.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type StreamEvent, StreamMonitor, type Telemetry, toDict } from '../../src/public/genai.ts';
import { requireServer } from './servers/server-process.ts';
import { programFile } from './shop.ts';

/** A stream from the point of view of the Python application. */
interface Seen {
  readonly name: string;
  readonly stream_id: string;
  readonly failure: string | null;
  readonly tokens: number;
  readonly characters: number;
  readonly aborted: boolean;
  readonly model_retries: number;
  readonly network_retries: number;
}

let events: readonly StreamEvent[];
let seen: readonly Seen[];
let monitor: StreamMonitor;
beforeAll(async () => {
  const { stdout } = await promisify(execFile)(requireServer('l0'), ['-B', programFile('l0-runtime.py')]);
  const lines: readonly unknown[] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  events = lines.slice(0, -1) as StreamEvent[];
  seen = (lines.at(-1) as { seen: Seen[] }).seen;
  monitor = new StreamMonitor();
  for (const event of events) monitor.handleEvent(event);
});

function recordOf(name: string): Telemetry {
  const found = monitor.getTelemetry(seen.find((stream) => stream.name === name)?.stream_id ?? name);
  if (found === undefined) throw new Error(`no record of ${name}`);
  return found;
}

describe("StreamMonitor with L0's runtime", () => {
  test('has one record for each stream, with the figures that the application saw', () => {
    expect(seen.map(({ name }) => name)).toEqual([
      'completes',
      'emoji',
      'network retry',
      'model retry',
      'fallback',
      'fails',
      'aborts',
      'violates',
    ]);
    expect(
      monitor
        .getAllTelemetry()
        .map(({ streamId }) => streamId)
        .sort(),
    ).toEqual(seen.map((s) => s.stream_id).sort());
    for (const stream of seen) {
      const { metrics, contentLength, aborted, completed, retries } = recordOf(stream.name);
      // The runtime's own count at the failure is in none of its events.
      if (stream.failure === null) {
        expect([metrics.tokenCount, contentLength]).toEqual([stream.tokens, stream.characters]);
        expect(metrics.tokensPerSecond).toBeGreaterThan(0);
      }
      expect(aborted).toBe(stream.aborted);
      expect(completed).toBe(stream.failure === null && !stream.aborted);
      expect([retries.modelRetries, retries.networkRetries]).toEqual([stream.model_retries, stream.network_retries]);
    }
  });

  test('takes times from the events', () => {
    for (const { streamId, timing } of monitor.getAllTelemetry()) {
      const times = events.filter((event) => event['stream_id'] === streamId).map(({ ts }) => ts);
      expect(timing.startedAt?.getTime()).toBe(Math.trunc(Math.min(...times)));
      expect(timing.completedAt?.getTime()).toBe(Math.trunc(Math.max(...times)));
      expect(timing.timeToFirstToken).toBeGreaterThan(0);
    }
  });

  test('records retries, guardrails and errors in full', () => {
    expect(recordOf('network retry')).toMatchObject({
      retries: { attempt: 1, maxAttempts: 3, lastError: 'connection reset by peer', lastErrorCategory: 'network' },
      error: { occurred: true, category: 'network', recoverable: true },
    });
    expect(recordOf('model retry')).toMatchObject({
      retries: { lastError: 'Guardrail violation: not allowed', lastErrorCategory: null },
      guardrails: { passed: false, violations: [{ rule: 'rule', severity: 'error' }] },
    });
    expect(recordOf('fallback').error).toMatchObject({ occurred: true, message: 'overloaded', recoverable: true });
    expect(recordOf('fails').error).toMatchObject({ occurred: true, message: 'no such model', recoverable: false });
    expect(recordOf('violates').guardrails).toMatchObject({ rulesChecked: 1, passed: false });
    expect(toDict(recordOf('violates')).guardrails.violations).toMatchObject([{ message: 'not allowed' }]);
  });

  test('counts no event as bad, unknown or late, except those after a final error', () => {
    expect(monitor.getStatistics()).toMatchObject({
      events: events.length,
      badEvents: 0,
      unknownEvents: 0,
      lateEvents: 0,
      keptStreams: seen.length,
    });
  });
});
