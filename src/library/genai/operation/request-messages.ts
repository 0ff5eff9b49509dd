import {
  callOf,
  messageOf,
  messagesOf,
  partsOf,
  toolAnswerOf,
} from '../../../foundation/semconv/dialects/message-normalizer.ts';
import type { GenAiContent, GenAiMessage, GenAiPart } from '../../../foundation/semconv/operation/gen-ai-message.ts';
import type { RequestBody } from './model-call.ts';

/** Readers of the messages in request bodies. They copy the histories, since applications append to them. */
export const chatContent = (body: RequestBody): GenAiContent => ({
  input: messagesOf(body['messages'], 'user'),
  toolDefinitions: listOf(body['tools'] ?? body['functions']),
});

export const promptContent = ({ prompt }: RequestBody): GenAiContent => ({ input: messagesOf(prompt, 'user') });

/** Anthropic's system instructions are no message. */
export const messageContent = (body: RequestBody): GenAiContent => ({
  ...chatContent(body),
  systemInstructions: instructionsOf(body['system']),
});

/** The input of the responses API is a text, or a list of messages, tool calls and their results. */
export const responseContent = ({ input, instructions, tools }: RequestBody): GenAiContent => ({
  systemInstructions: instructionsOf(instructions),
  input: Array.isArray(input) ? input.map((item) => itemMessage(item, 'user')) : messagesOf(input, 'user'),
  toolDefinitions: listOf(tools),
});

const listOf = (value: unknown): readonly unknown[] | undefined =>
  Array.isArray(value) && value.length > 0 ? [...value] : undefined;

function instructionsOf(value: unknown): readonly GenAiPart[] | undefined {
  const parts = partsOf(value);
  return parts.length > 0 ? parts : undefined;
}

interface Item {
  readonly type?: unknown;
  readonly call_id?: unknown;
  readonly name?: unknown;
  readonly arguments?: unknown;
  readonly output?: unknown;
  readonly summary?: unknown;
}

/** An item of the responses API. https://platform.openai.com/docs/api-reference/responses/object */
export function itemMessage(value: unknown, role: string): GenAiMessage {
  const item = (value ?? {}) as Item;
  switch (item.type) {
    case 'function_call':
      return { role: 'assistant', parts: [callOf(item.call_id, item.name, item.arguments)] };
    case 'function_call_output':
      return { role: 'tool', parts: [toolAnswerOf(item.call_id, item.output)] };
    case 'reasoning':
      return { role: 'assistant', parts: partsOf(item.summary).map((part) => ({ ...part, type: 'reasoning' })) };
    default:
      return messageOf(value, role);
  }
}
