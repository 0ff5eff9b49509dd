import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { ExportResponse, IExporterTransport } from '@opentelemetry/otlp-exporter-base';
import { RetryingTransport } from '../../../../src/pipeline/exporters/transport/retrying-transport.ts';

const error = new Error('HTTP 503');
const RETRYABLE: ExportResponse = { status: 'retryable', error };
const SUCCESS: ExportResponse = { status: 'success' };
const later = (retryInMillis: number): ExportResponse => ({ ...RETRYABLE, retryInMillis });

/** Answers from a list, the last one for ever, and notes when it was asked and how much time it was given. */
class ScriptedTransport implements IExporterTransport {
  readonly answers: readonly ExportResponse[];
  readonly sentAt: number[] = [];
  readonly timeouts: number[] = [];
  ended = false;
  constructor(...answers: readonly ExportResponse[]) {
    this.answers = answers;
  }
  async send(_data: Uint8Array, timeoutMillis: number): Promise<ExportResponse> {
    this.timeouts.push(timeoutMillis);
    const index = Math.min(this.sentAt.push(performance.now()) - 1, this.answers.length - 1);
    return this.answers[index] ?? SUCCESS;
  }
  shutdown(): void {
    this.ended = true;
  }
}

const data = new Uint8Array(1);

beforeEach(() => {
  jest.useFakeTimers();
  // The middle of the jitter: pauses are what the backoff says.
  jest.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

async function run(inner: ScriptedTransport, timeoutMillis = 10_000) {
  const told: unknown[] = [];
  const started = performance.now();
  const transport = new RetryingTransport(inner, (reason) => told.push(reason));
  const sent = transport.send(data, timeoutMillis).then((response) => ({ response, endedAt: performance.now() }));
  await jest.advanceTimersByTimeAsync(60_000);
  const { response, endedAt } = await sent;
  return { response, told, tries: inner.sentAt.map((at) => at - started), took: endedAt - started };
}

describe('RetryingTransport', () => {
  test.each([
    ['success', SUCCESS],
    ['failure', { status: 'failure', error } as const],
  ])('does not retry %s', async (_, answer) => {
    const inner = new ScriptedTransport(answer);
    expect(await run(inner)).toEqual({ response: answer, told: [], tries: [0], took: 0 });
    expect(inner.timeouts).toEqual([10_000]);
  });

  test('pauses for 1 s, growing by half to 5 s, while time is left', async () => {
    const { response, told, tries, took } = await run(new ScriptedTransport(RETRYABLE), 30_000);
    expect(tries).toEqual([0, 1_000, 2_500, 4_750, 8_125, 13_125, 18_125, 23_125, 28_125]);
    expect(took).toBe(28_125);
    expect(response).toBe(RETRYABLE);
    expect(told).toEqual(tries.map(() => error));
  });

  test.each([
    [0, 800],
    [1, 1_200],
  ])('jitters a pause by a fifth: random %d makes it %d ms', async (random, pause) => {
    jest.spyOn(Math, 'random').mockReturnValue(random);
    expect((await run(new ScriptedTransport(RETRYABLE, SUCCESS))).tries).toEqual([0, pause]);
  });

  test('gives each attempt the time that is left', async () => {
    const inner = new ScriptedTransport(RETRYABLE, RETRYABLE, SUCCESS);
    expect((await run(inner, 5_000)).response).toBe(SUCCESS);
    expect(inner.timeouts).toEqual([5_000, 4_000, 2_500]);
  });

  test.each([
    [3_000, [0, 3_000]],
    [9_400, [0, 9_400]],
    [10_000, [0]],
    [3_600_000, [0]],
  ])('respects a Retry-After of %d ms when it fits', async (retryInMillis, tries) => {
    const run1 = await run(new ScriptedTransport(later(retryInMillis), SUCCESS));
    expect(run1.tries).toEqual(tries);
    expect(run1.told).toEqual([error]);
  });

  test('does not hammer the server after a Retry-After of nothing or of the past', async () => {
    expect((await run(new ScriptedTransport(later(0)))).tries.length).toBeLessThanOrEqual(10);
  });

  test('reports the first failure immediately', async () => {
    const told: unknown[] = [];
    void new RetryingTransport(new ScriptedTransport(RETRYABLE), (reason) => told.push(reason)).send(data, 10_000);
    await jest.advanceTimersByTimeAsync(0);
    expect(told).toEqual([error]);
  });

  test('ends a pause and the inner transport at shutdown, and leaves no timer', async () => {
    const inner = new ScriptedTransport(RETRYABLE);
    const transport = new RetryingTransport(inner, () => {});
    const sent = transport.send(data, 10_000);
    await jest.advanceTimersByTimeAsync(500);
    transport.shutdown();
    expect(await sent).toBe(RETRYABLE);
    expect([inner.sentAt.length, inner.ended, jest.getTimerCount()]).toEqual([1, true, 0]);
  });

  test('does not retry after shutdown', async () => {
    const inner = new ScriptedTransport(RETRYABLE);
    const transport = new RetryingTransport(inner, () => {});
    transport.shutdown();
    const sent = transport.send(data, 10_000);
    await jest.advanceTimersByTimeAsync(20_000);
    expect((await sent).status).not.toBe('success');
    expect(inner.sentAt.length).toBeLessThanOrEqual(1);
  });
});
