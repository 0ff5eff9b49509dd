import { describe, expect, test } from '@jest/globals';
import { deliver } from '../environment/delivery.ts';

const BATCH = { OTEL_BSP_SCHEDULE_DELAY: '100', OTEL_BLRP_SCHEDULE_DELAY: '100' };
const WAYS = ['flush', 'end'].flatMap((way) =>
  [{}, { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }, { OTELIER_REDACTION: 'off' }].map((env) => ({ way, env })),
);

describe('delivery of unreadable items', () => {
  test.concurrent.each(WAYS)('what cannot be sent costs itself only: $way, $env', async ({ way, env }) => {
    const { result, spans, logs } = await deliver({ file: 'poison.mjs', args: [way], env: { ...BATCH, ...env } });
    expect([result.exitCode, result.stderr.replace(/^otelier .*\n/gm, '')]).toEqual([0, '']);
    const { good, thrown } = JSON.parse(result.stdout) as { good: number; thrown: readonly string[] };
    const expected = Array.from({ length: good }, (_, number) => `good ${number}`);
    const isGood = (text: unknown): boolean => /^good/.test(String(text));
    expect(spans.map(({ name }) => name).filter(isGood)).toEqual(expected);
    expect(logs.map(({ body }) => body).filter(isGood)).toEqual(expected);
    expect(thrown).toEqual([]);
  });
});
