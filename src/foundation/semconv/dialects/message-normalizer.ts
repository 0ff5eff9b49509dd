import type { GenAiMessage, GenAiPart } from '../operation/gen-ai-message.ts';
import { parsed } from './foreign-attributes.ts';

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Messages as the providers' SDKs have them, or a text, as messages of the conventions. Undefined: there is nothing. */
export function messagesOf(value: unknown, role: string): readonly GenAiMessage[] | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (isFields(value) && Array.isArray(value['messages'])) return messagesOf(value['messages'], role);
  const list = Array.isArray(value) ? value : [value];
  return list.map((item) => messageOf(item, role));
}

/** `{ role, content, tool_calls }`, a text, or whatever it is. */
export function messageOf(value: unknown, role: string): GenAiMessage {
  const item = sent(value);
  if (!isFields(item))
    return { role, parts: [{ type: 'text', content: typeof item === 'string' ? item : jsonText(item) }] };
  const own = typeof item['role'] === 'string' ? item['role'] : role;
  if (Array.isArray(item['parts'])) return { ...item, role: own, parts: item['parts'] };
  if (!('content' in item) && !('tool_calls' in item))
    return { role: own, parts: [{ type: 'text', content: jsonText(item) }] };
  const answer = item['tool_call_id'];
  const parts =
    typeof answer === 'string'
      ? [toolAnswerOf(answer, item['content'])]
      : [...partsOf(item['content']), ...callsOf(item['tool_calls'])];
  return { role: own, parts };
}

/** The result of an object's own `toJSON`: its other fields are not exported. */
const sent = (value: unknown): unknown =>
  isFields(value) && typeof value['toJSON'] === 'function' ? value['toJSON']() : value;

const jsonText = (value: unknown): string => JSON.stringify(value) ?? '';

export function partsOf(content: unknown): readonly GenAiPart[] {
  if (content === undefined || content === null || content === '') return [];
  if (typeof content === 'string') return [{ type: 'text', content }];
  return Array.isArray(content) ? content.map(partOf) : [{ type: 'text', content: jsonText(content) }];
}

function partOf(value: unknown): GenAiPart {
  const part = sent(value);
  if (!isFields(part)) return { type: 'text', content: String(part) };
  const { type, text } = part;
  if (typeof text === 'string')
    return { type: type === 'reasoning' || type === 'thinking' ? 'reasoning' : 'text', content: text };
  if (type === 'tool-call' || type === 'tool_use')
    return callOf(part['toolCallId'] ?? part['id'], part['toolName'] ?? part['name'], part['input'] ?? part['args']);
  if (type === 'tool-result' || type === 'tool_result') {
    const response = unwrapped(part['output'] ?? part['result'] ?? part['content']);
    return toolAnswerOf(part['toolCallId'] ?? part['tool_use_id'], response);
  }
  return { ...part, type: typeof type === 'string' ? type : 'unknown' };
}

/** The Vercel AI SDK says of what type a result is. */
const unwrapped = (value: unknown): unknown =>
  isFields(value) && 'type' in value && 'value' in value ? value['value'] : value;

/** OpenAI's and the Vercel AI SDK's calls of tools. */
export function callsOf(calls: unknown): readonly GenAiPart[] {
  if (!Array.isArray(calls)) return [];
  return calls
    .map(sent)
    .filter(isFields)
    .map((call) => {
      const called = isFields(call['function']) ? call['function'] : call;
      const given = called['arguments'] ?? called['input'] ?? called['args'];
      return callOf(call['id'] ?? call['toolCallId'], called['name'] ?? called['toolName'], given);
    });
}

const idOf = (id: unknown): { readonly id?: string } => (typeof id === 'string' ? { id } : {});

export const callOf = (id: unknown, name: unknown, given: unknown): GenAiPart => ({
  type: 'tool_call',
  ...idOf(id),
  name: String(name ?? ''),
  arguments: parsed(given),
});

export const toolAnswerOf = (id: unknown, response: unknown): GenAiPart => ({
  type: 'tool_call_response',
  ...idOf(id),
  response,
});
