import { describe, expect, test } from '@jest/globals';
import { OutputBuffer } from '../../../../src/library/genai/operation/output-buffer.ts';

const lengthOf = (output: OutputBuffer) => JSON.stringify(output.messages([])).length;

describe('OutputBuffer', () => {
  test('keeps the order of texts, reasoning and calls of each choice', () => {
    const output = new OutputBuffer(10_000);
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

  test('bounds its size for endless streams of any kind', () => {
    const [texts, calls, choices] = [new OutputBuffer(1_000), new OutputBuffer(1_000), new OutputBuffer(1_000)];
    for (let chunk = 0; chunk < 100_000; chunk++) {
      texts.text('word ');
      calls.call(chunk, 'x', undefined);
      calls.argument(chunk, '{}');
      choices.text('x', chunk);
    }
    for (const output of [texts, calls, choices]) expect(lengthOf(output)).toBeLessThan(2_000);
  });

  test('leaves no half of a word at the cut', () => {
    for (let room = 70; room < 110; room++) {
      const output = new OutputBuffer(room);
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

  test('a choice for which another one leaves no room is cut before the word that it does not get', () => {
    const output = new OutputBuffer(300);
    output.text('password=01234567');
    output.text('x '.repeat(200), 1);
    output.text('89abcdef and more');
    output.text(' and more');
    expect(output.messages([])[0]?.parts).toEqual([{ type: 'text', content: '… [cut]' }]);
  });

  test('a choice that was whole before there was no room stays whole', () => {
    const output = new OutputBuffer(300);
    output.text('all of it');
    output.text('x '.repeat(200), 1);
    output.text('');
    expect(output.messages([])[0]?.parts).toEqual([{ type: 'text', content: 'all of it' }]);
  });

  test('where a stream broke off no half of a word is left, in no choice and no call', () => {
    const output = new OutputBuffer(10_000);
    output.text('thought', 0, 'reasoning');
    output.text('the password=0123');
    output.text('also 4567', 1);
    output.call(0, 'whole', 'c1', 2);
    output.call(1, 'half', 'c2', 2);
    output.call(2, 'begun', 'c3', 2);
    output.argument(1, '{"city": "Oslo", "key":"89ab', 2);
    output.argument(0, '{"city": "Oslo"}', 2);
    output.truncate();
    output.text('89');
    expect(output.messages([]).map(({ parts }) => parts)).toEqual([
      [
        { type: 'reasoning', content: 'thought' },
        { type: 'text', content: 'the … [cut]' },
      ],
      [{ type: 'text', content: 'also … [cut]' }],
      [
        { type: 'tool_call', id: 'c1', name: 'whole', arguments: { city: 'Oslo' } },
        { type: 'tool_call', id: 'c2', name: 'half', arguments: '{"city": "Oslo", … [cut]' },
        { type: 'tool_call', id: 'c3', name: 'begun', arguments: '' },
      ],
    ]);
  });
});
