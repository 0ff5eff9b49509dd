import { describe, expect, test } from '@jest/globals';
import { EventStreamReader, observeBody } from '../../../../src/library/genai/observe/response-body.ts';

function consumer() {
  const seen: unknown[] = [];
  return {
    seen,
    chunk: (chunk: unknown) => void seen.push(chunk),
    finished: () => void seen.push('finished'),
    failed: (error: unknown) => void seen.push(error),
    stopped: () => void seen.push('stopped'),
    end: (status: string) => void seen.push(status),
  };
}

const bytes = (...parts: readonly string[]) =>
  new Response(
    new ReadableStream({
      start(controller) {
        for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
        controller.close();
      },
    }),
  );

async function read(...parts: readonly string[]) {
  const seen = consumer();
  const response = bytes(...parts);
  expect(observeBody(response, new EventStreamReader(seen), () => false)).toBe(true);
  expect(await response.text()).toBe(parts.join(''));
  return seen.seen;
}

describe('EventStreamReader', () => {
  test('reads events across pieces, whatever their line ends are', async () => {
    expect(
      await read('data: {"a"', ':1}\n\nevent: x\r\nda', 'ta:{"b":2}\r\n\r\n', 'data: {"c":3}\r\rdata: [DONE]\n\n'),
    ).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }, 'finished']);
  });

  test('joins the lines of one event, and reads a last one without an empty line', async () => {
    expect(await read('data: {"a":\ndata: 1}\n\n: comment\nid: 7\ndata: {"b":2}')).toEqual([
      { a: 1 },
      { b: 2 },
      'finished',
    ]);
  });

  test('ignores pings and data that are no JSON', async () => {
    expect(await read('data: {"type":"ping"}\n\ndata: hello\n\ndata: {"a":1}\n\n')).toEqual([{ a: 1 }, 'finished']);
  });

  test('keeps no line of more than 4 MiB', async () => {
    expect(await read(`data: "${'x'.repeat(5 * 1_048_576)}`, '"\n\ndata: {"a":1}\n\n')).toEqual([{ a: 1 }, 'finished']);
  });

  test('does not report a body that its promise parses after all', async () => {
    const seen = consumer();
    const response = bytes('data: {"a":1}\n\n');
    observeBody(response, new EventStreamReader(seen), () => true);
    expect(await response.text()).toContain('data');
    expect(seen.seen).toEqual([]);
  });

  test('reports a consumer that cancels', async () => {
    const seen = consumer();
    const response = bytes('data: {"a":1}\n\n', 'data: {"b":2}\n\n');
    observeBody(response, new EventStreamReader(seen), () => false);
    for await (const _ of response.body as AsyncIterable<unknown>) break;
    expect(seen.seen).toEqual([{ a: 1 }, 'stopped']);
  });

  test('observes no body that is locked, missing or unreadable', () => {
    const locked = bytes('x');
    locked.body?.getReader();
    const unreadable = Object.defineProperty({}, 'body', { get: () => JSON.parse('{') });
    for (const response of [locked, undefined, {}, new Response(null), unreadable])
      expect(observeBody(response, new EventStreamReader(consumer()), () => false)).toBe(false);
  });
});
