import { describe, expect, test } from '@jest/globals';
import { batch, debounce, StreamMonitor } from '../../../src/public/genai.ts';

/** Timers that keep a process alive. */
const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('timers of otelier/genai', () => {
  test('keep no process alive', async () => {
    const before = timers();
    const kept = setTimeout(() => {}, 60_000);
    expect(timers()).toBe(before + 1);
    clearTimeout(kept);
    const event = { type: 'TOKEN', ts: 0, streamId: 's' } as const;
    const monitor = new StreamMonitor({ flushInterval: 60 }, { onFlush: () => 1 });
    const handlers = [debounce(60, () => 1), batch({ size: 9, maxWaitSeconds: 60, handler: () => 1 })];
    for (const handle of handlers) handle(event);
    expect(timers()).toBe(before);
    await monitor.close();
  });
});
