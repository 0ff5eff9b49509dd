// What single chunks say: errors, several tools at once; and the streams of Node, which have an `iterator` too.
import { Readable } from 'node:stream';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { observeStream, type StreamEvent } from '../../../src/public/genai.ts';
import { registerTelemetry } from './registered-telemetry.ts';
import { collected, failureOf } from './stream-kinds.ts';

const telemetry = registerTelemetry();
beforeEach(() => telemetry.reset());
afterAll(() => telemetry[Symbol.asyncDispose]());

const events: StreamEvent[] = [];
beforeEach(() => void events.splice(0));
const OPTIONS = { model: 'm', provider: 'p', onEvent: (event: StreamEvent) => void events.push(event) };
async function* parts<T>(...all: T[]): AsyncGenerator<T> {
  yield* all;
}
const ERROR = { type: 'error', error: new RangeError('overloaded') };

describe('observeStream chunks', () => {
  test.each<[string, (stream: AsyncIterable<unknown>) => Promise<unknown>]>([
    [
      'thrown by the consumer',
      async (stream) => {
        for await (const part of stream) if (part === ERROR) throw ERROR.error;
      },
    ],
    ['left at', (stream) => collected(stream, 2)],
    ['read past', (stream) => collected(stream)],
  ])('an error as a chunk, %s: failed', async (_, read) => {
    await failureOf(
      read(observeStream(parts<unknown>({ type: 'text-delta', text: 'x' }, ERROR, { type: 'finish' }), OPTIONS)),
    );
    expect(telemetry.spans()).toMatchObject([
      { status: { code: 2 }, attributes: { 'l0.stream.status': 'failed', 'error.type': 'RangeError' } },
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'ERROR', error: 'overloaded' });
  });

  test('emits an event for each tool call of a chunk', async () => {
    const call = (index: number) => ({ index, id: `c${index}`, function: { name: `f${index}`, arguments: '{}' } });
    const chunk = { choices: [{ index: 0, delta: { tool_calls: [call(1), call(2)] } }] };
    const text = { choices: [{ index: 0, delta: { content: 'x' }, finish_reason: 'stop' }] };
    await collected(observeStream(parts<unknown>(chunk, text), OPTIONS));
    const told = events.map(({ type, toolName, toolCallId }) => [type, toolName, toolCallId].filter(Boolean).join(' '));
    expect(told.filter((each) => /^T/.test(each))).toEqual([
      'TOOL_REQUESTED f1 c1',
      'TOOL_REQUESTED f2 c2',
      'TOKEN',
      'TOKEN',
    ]);
  });

  test('observes an iterated Readable of Node', async () => {
    const stream = Readable.from(['a', 'b']);
    expect(observeStream(stream, OPTIONS)).toBe(stream);
    expect(await collected(stream)).toEqual(['a', 'b']);
    expect(telemetry.spans()).toMatchObject([{ attributes: { 'l0.stream.status': 'completed' } }]);
  });
});
