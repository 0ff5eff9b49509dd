import { messageOf, partsOf } from '../../../foundation/semconv/dialects/message-normalizer.ts';
import type { GenAiMessage, GenAiPart } from '../../../foundation/semconv/operation/gen-ai-message.ts';
import { nonEmptyString } from './json-fields.ts';
import { itemMessage } from './request-messages.ts';

interface Choice {
  readonly message?: unknown;
  readonly text?: unknown;
  readonly finish_reason?: unknown;
}

/** The messages of a chat or text completion: one for each choice. */
export const completionOutput = (choices: readonly unknown[]): readonly GenAiMessage[] =>
  choices.map((choice) => {
    const { message, text, finish_reason } = (choice ?? {}) as Choice;
    const read = messageOf(message ?? text ?? '', 'assistant');
    const { refusal, reasoning_content } = (message ?? {}) as { refusal?: unknown; reasoning_content?: unknown };
    const parts = [...named('reasoning', reasoning_content), ...read.parts, ...named('text', refusal)];
    return assistantMessage(parts, finish_reason);
  });

const named = (type: 'text' | 'reasoning', content: unknown): readonly GenAiPart[] =>
  typeof content === 'string' && content !== '' ? [{ type, content }] : [];

/** The message of a response, of all its items. */
export const responseOutput = (items: readonly unknown[], reason: string | undefined): readonly GenAiMessage[] => [
  assistantMessage(
    items.flatMap((item) => itemMessage(item, 'assistant').parts),
    reason,
  ),
];

/** The message of Anthropic's API. */
export const messageOutput = (blocks: unknown, reason: unknown): readonly GenAiMessage[] => [
  assistantMessage(partsOf(blocks), reason),
];

export function assistantMessage(parts: readonly GenAiPart[], reason: unknown): GenAiMessage {
  const finishReason = nonEmptyString(reason);
  return { role: 'assistant', parts, ...(finishReason !== undefined && { finish_reason: finishReason }) };
}
