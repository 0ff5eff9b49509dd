import { describe, expect, test } from '@jest/globals';
import { leadingTo, startReceiver } from '../environment/delivery.ts';
import { Program } from '../program/program.ts';

const QUICK = { OTEL_BSP_SCHEDULE_DELAY: '10', OTEL_BLRP_SCHEDULE_DELAY: '10', OTEL_METRIC_EXPORT_INTERVAL: '8000' };
const TRIES = 4;

describe('Redaction', () => {
  test('a secret is counted once, however often its batch is sent again', async () => {
    const tries: Record<string, number> = {};
    await using receiver = await startReceiver('http', {
      respond: ({ signal }) => {
        tries[signal] = (tries[signal] ?? 0) + 1;
        return tries[signal] < TRIES ? { status: 503 } : undefined;
      },
    });
    await using program = new Program({ file: 'leaks-once.mjs', env: { ...leadingTo(receiver), ...QUICK } });
    await receiver.waitFor(
      ({ spans, logs, metrics }) => spans.length > 0 && logs.length > 0 && metrics.length > 0,
      30_000,
    );
    program.endInput();
    await program.finished;
    expect(Object.values(tries)).toEqual([expect.any(Number), expect.any(Number), expect.any(Number)]);
    for (const count of Object.values(tries)) expect(count).toBeGreaterThanOrEqual(TRIES);
    const counted = receiver.store.metrics.findLast(({ name }) => name === 'otelier.redactions');
    const counts = (counted?.points ?? []).map((point) => [point.attributes['rule'], 'value' in point && point.value]);
    expect(Object.fromEntries(counts)).toEqual({ password: 1, 'api-key': 1, cookie: 1 });
    expect(JSON.stringify(receiver.store)).not.toContain('Xk29');
  });
});
