// Originals are dropped: no content leaves where none is captured, whatever a library calls it.
import { describe, expect, test } from '@jest/globals';
import { mapSpan } from '../../../../src/foundation/semconv/dialects/span-mapper.ts';
import { OPTIONS, spanOf } from '../foreign-span.ts';

const NAMES =
  `gen_ai.input.messages gen_ai.output.messages gen_ai.system_instructions gen_ai.tool.definitions gen_ai.tool.call.arguments
gen_ai.tool.call.result gen_ai.retrieval.query.text llm.request.functions.0.description ai.result.text ai.result.object ai.result.toolCalls
ai.response.messages ai.documents reranker.query embedding.text document.content llm.completions.0.completion.text tool.parameters
ai.prompt.messages gen_ai.prompt.0.content langfuse.observation.completion`.split(/\s+/);
const content = Object.fromEntries(NAMES.map((name) => [name, 'SECRET']));
const BASE = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'm', 'gen_ai.tool.description': 'told' };
const event = (name: string, attributes: object) => ({ name, attributes, time: [1, 0] });
const events = [
  event('gen_ai.user.message', { content: 'SECRET' }),
  event('gen_ai.choice', { message: 'SECRET' }),
  event('ai.stream.firstChunk', { 'ai.response.text': 'SECRET', 'ai.response.msToFirstChunk': 3 }),
  event('other', { content: 'told' }),
];
const mapped = (options: object) =>
  mapSpan(spanOf({ ...BASE, ...content }, { events }), false, { ...OPTIONS, ...options });

describe('withoutContent', () => {
  test('removes all content from attributes and events', () => {
    const { attributes, events: left } = mapped({ originals: 'drop' });
    expect(JSON.stringify([attributes, left])).not.toContain('SECRET');
    expect(attributes).toMatchObject(BASE);
    expect(left).toEqual([event('ai.stream.firstChunk', { 'ai.response.msToFirstChunk': 3 }), events[3]]);
  });

  test("keeps the conventions' names only where spans may have content", () => {
    const onSpan = mapped({ originals: 'drop', capture: { ...OPTIONS.capture, place: 'SPAN_ONLY' } });
    expect(onSpan.attributes['gen_ai.input.messages']).toBe('SECRET');
    expect(onSpan.attributes).not.toHaveProperty(['ai.result.text']);
    expect(onSpan.events).toContainEqual(events[0]);
    const asEvent = mapped({ originals: 'drop', capture: { ...OPTIONS.capture, place: 'EVENT_ONLY' } });
    expect(asEvent.attributes).not.toHaveProperty(['gen_ai.input.messages']);
  });

  test('keeps the original attributes when configured', () => {
    const { attributes, events: left } = mapped({ originals: 'keep' });
    expect(attributes).toMatchObject(content);
    expect(left).toBe(events);
  });
});
