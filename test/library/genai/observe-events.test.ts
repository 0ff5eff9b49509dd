// The events of streams of the real SDKs, at the monitor, the OpenTelemetry handler and Sentry at once.
import { afterAll, describe, expect, test } from '@jest/globals';
import * as SentrySdk from '@sentry/node';
import {
  combine,
  createOpenTelemetryHandler,
  createSentryHandler,
  observeStream,
  type StreamEvent,
  StreamMonitor,
  type Telemetry,
} from '../../../src/public/genai.ts';
import { APIS } from './provider.ts';
import { setUpProvider } from './provider-and-telemetry.ts';
import { registerTelemetry } from './registered-telemetry.ts';
import { startSentry } from './sentry-ingest.ts';
import { collected, collectGarbage, failureOf } from './stream-kinds.ts';

const { telemetry, provider } = await setUpProvider();
const ingest = await startSentry();
afterAll(() => ingest[Symbol.asyncDispose]());

type Open = (ask: string) => Promise<AsyncIterable<unknown> & { readonly controller: AbortController }>;
const apis = Object.entries(APIS).map(([name, open]) => [name, ((ask) => open(provider, ask)) as Open] as const);

/** All three, and what they have heard. */
function listeners() {
  const finished: Telemetry[] = [];
  const events: StreamEvent[] = [];
  const monitor = new StreamMonitor({}, { onComplete: (record) => void finished.push(record) });
  const handlers = [monitor.handleEvent, createOpenTelemetryHandler(), createSentryHandler(SentrySdk)];
  const onEvent = combine(...handlers, (event) => void events.push(event));
  return { finished, events, options: { model: 'm', provider: 'p', onEvent } };
}
const types = (events: readonly StreamEvent[]) => events.map(({ type }) => type).filter((type) => type !== 'TOKEN');
const BEGINNING = ['SESSION_START', 'STREAM_INIT', 'STREAM_READY'];
/** Anthropic's SDK makes spans of its own. */
const ours = () =>
  telemetry.spans().flatMap((span) => (span.instrumentationScope.name.startsWith('com.') ? [] : [span.name]));
const requests = async (status: string) =>
  (await telemetry.points())['l0.requests']?.find(({ labels }) => labels['status'] === status)?.value ?? 0;

describe('observeStream events', () => {
  test.each(apis)('%s: completed', async (_, open) => {
    const before = await requests('completed');
    const { finished, events, options } = listeners();
    await collected(observeStream(await open('all'), options));
    expect(types(events)).toEqual([...BEGINNING, 'COMPLETE']);
    expect(events.filter(({ type }) => type === 'TOKEN').map(({ value }) => value)).toEqual([
      'Once',
      ' upon',
      ' a',
      ' time',
    ]);
    expect(finished).toMatchObject([
      {
        model: expect.stringMatching(/^(m|gpt|claude)/),
        metrics: { tokenCount: 4, timeToFirstToken: expect.any(Number) },
        error: { occurred: false },
        completed: true,
        aborted: false,
      },
    ]);
    expect(ours()).toEqual(['chat m']);
    expect(await requests('completed')).toBe(before + 1);
  });

  test.each(apis)('%s: broken off, and aborted', async (_, open) => {
    const before = await requests('aborted');
    const { finished, events, options } = listeners();
    await collected(observeStream(await open('endless'), options), 2);
    expect(finished).toMatchObject([{ completed: false, aborted: true, error: { occurred: false } }]);
    const stream = observeStream(await open('endless'), options);
    for await (const _chunk of stream) stream.controller.abort();
    expect(finished).toMatchObject([{}, { completed: false, aborted: true }]);
    expect(types(events)).toEqual([...BEGINNING, 'ABORT_COMPLETED', ...BEGINNING, 'ABORT_COMPLETED']);
    expect(events.filter(({ type }) => type === 'ABORT_COMPLETED').map(({ reason }) => reason)).toEqual([
      'stopped',
      'aborted',
    ]);
    expect(ours()).toEqual(['chat m', 'chat m']);
    expect(await requests('aborted')).toBe(before + 2);
  });

  test.each(apis)('%s: failed, and refused', async (name, open) => {
    const before = await requests('failed');
    const { finished, events, options } = listeners();
    const failure = await failureOf(collected(observeStream(await open('in-band'), options)));
    const refused = await failureOf(Promise.resolve(observeStream(open('refused'), options)));
    expect(finished).toMatchObject([
      { completed: false, error: { occurred: true, message: expect.stringMatching(/overloaded/i) } },
      { completed: false, error: { occurred: true, message: (refused as Error).message } },
    ]);
    if (name !== 'openai responses') expect(finished[0]?.error.message).toBe((failure as Error).message);
    expect(types(events)).toEqual([...BEGINNING, 'ERROR', 'SESSION_START', 'STREAM_INIT', 'ERROR']);
    await SentrySdk.flush(5_000);
    const captured = ingest.events().map(({ exception }) => exception?.values[0]?.value);
    expect(captured.slice(-2)).toEqual(finished.map(({ error }) => error.message));
    expect(ours()).toEqual(['chat m', 'chat m']);
    expect(await requests('failed')).toBe(before + 2);
  });

  test.each(apis)('%s: nobody reads it', async (_, open) => {
    const { finished, events, options } = listeners();
    await (async () => void observeStream(await open('endless'), options))();
    await collectGarbage(() => finished.length > 0);
    expect(finished).toMatchObject([{ completed: false, aborted: true }]);
    expect(events.at(-1)).toMatchObject({ type: 'ABORT_COMPLETED', reason: 'abandoned' });
  });

  test('lets the handler make a span when there is none', async () => {
    const { options } = listeners();
    await telemetry[Symbol.asyncDispose]();
    const own = registerTelemetry();
    const handler = createOpenTelemetryHandler();
    for (const type of ['SESSION_START', 'COMPLETE']) handler({ type, ts: Date.now(), streamId: 's' } as StreamEvent);
    await collected(observeStream(await APIS['openai chat'](provider, 'all'), options));
    expect(own.spans().map(({ name }) => name)).toEqual(['l0.stream', 'chat m']);
    await own[Symbol.asyncDispose]();
  });
});
