import { expect, test } from '@jest/globals';
import { StreamedOutput } from '../../src/genai/streamed-output.ts';

const lengthOf = (output: StreamedOutput) => JSON.stringify(output.messages([])).length;

test('texts, reasoning and calls keep their order, choice by choice', () => {
  const output = new StreamedOutput(10_000);
  output.text('I ', 0, 'reasoning');
  output.text('think', 0, 'reasoning');
  output.text('Say');
  output.text('Other', 1);
  output.call(0, 'weather', 'c1');
  output.call(1, 'time', 'c2');
  output.argument(0, '{"city":');
  output.argument(1, 'not JSON');
  output.argument(0, '"Oslo"}');
  output.argument(7, 'of no call');
  expect(output.messages(['tool_calls', 'stop'])).toEqual([
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', content: 'I think' },
        { type: 'text', content: 'Say' },
        { type: 'tool_call', id: 'c1', name: 'weather', arguments: { city: 'Oslo' } },
        { type: 'tool_call', id: 'c2', name: 'time', arguments: 'not JSON' },
      ],
      finish_reason: 'tool_calls',
    },
    { role: 'assistant', parts: [{ type: 'text', content: 'Other' }], finish_reason: 'stop' },
  ]);
});

test('a stream without end takes no room without end, whatever it consists of', () => {
  const [texts, calls, choices] = [new StreamedOutput(1_000), new StreamedOutput(1_000), new StreamedOutput(1_000)];
  for (let chunk = 0; chunk < 100_000; chunk++) {
    texts.text('word ');
    calls.call(chunk, 'x', undefined);
    calls.argument(chunk, '{}');
    choices.text('x', chunk);
  }
  for (const output of [texts, calls, choices]) expect(lengthOf(output)).toBeLessThan(2_000);
});

test('the cut leaves no half of a word, which might be a secret', () => {
  for (let room = 70; room < 110; room++) {
    const output = new StreamedOutput(room);
    output.text('before password=');
    output.text('0123456789abcdef0123456789abcdef and more');
    expect(output.messages([])[0]?.parts).toEqual([
      {
        type: 'text',
        content: expect.stringMatching(
          /^(before |before password=0123456789abcdef0123456789abcdef (and )?)?… \[cut\]$/,
        ),
      },
    ]);
  }
});
