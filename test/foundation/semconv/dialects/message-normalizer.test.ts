import { describe, expect, test } from '@jest/globals';
import { messagesOf } from '../../../../src/foundation/semconv/dialects/message-normalizer.ts';

class Hidden {
  readonly internal = 'not sent';
  readonly #sent: object;
  constructor(sent: object) {
    this.#sent = sent;
  }
  toJSON(): object {
    return this.#sent;
  }
}

describe('messages of other libraries', () => {
  test('exports the result of an own toJSON and nothing else', () => {
    const image = new Hidden({ type: 'image_url', image_url: { url: 'https://example.com/cat.png' } });
    const text = new Hidden({ type: 'text', text: 'look' });
    const call = new Hidden({ id: 'c1', function: { name: 'weather', arguments: '{}' } });
    const messages = messagesOf(
      [new Hidden({ role: 'user', content: [text, image] }), { role: 'assistant', content: null, tool_calls: [call] }],
      'user',
    );
    expect(messages).toEqual([
      {
        role: 'user',
        parts: [
          { type: 'text', content: 'look' },
          { type: 'image_url', image_url: { url: 'https://example.com/cat.png' } },
        ],
      },
      { role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'weather', arguments: {} }] },
    ]);
  });
});
