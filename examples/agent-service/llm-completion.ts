/**
 * Chat completions in OpenAI's wire format, made without a model: the answer repeats the facts of the system message.
 * https://platform.openai.com/docs/api-reference/chat/object and .../chat-streaming
 */

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
}

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

/** One answer, the same words and token counts whether it is streamed or not. */
export interface Completion {
  readonly id: string;
  readonly created: number;
  readonly model: string;
  readonly words: readonly string[];
  readonly usage: Usage;
}

/** Real tokens are about four characters of English; close enough for a stand-in. */
const CHARACTERS_PER_TOKEN = 4;

export function isChatRequest(value: unknown): value is ChatRequest {
  const { model, messages } = (value ?? {}) as Partial<ChatRequest>;
  return typeof model === 'string' && Array.isArray(messages) && messages.every((message) => isMessage(message));
}

function isMessage(value: unknown): boolean {
  const { role, content } = (value ?? {}) as { role?: unknown; content?: unknown };
  return typeof role === 'string' && typeof content === 'string';
}

/** The text of the last user message. */
export function questionOf({ messages }: ChatRequest): string {
  return messages.findLast(({ role }) => role === 'user')?.content ?? '';
}

export function createCompletion(request: ChatRequest, sequence: number, nowMillis: number): Completion {
  const words = answerTo(request).match(/\S+\s*/g) ?? [];
  const promptLength = request.messages.reduce((sum, { content }) => sum + content.length, 0);
  const prompt_tokens = Math.ceil(promptLength / CHARACTERS_PER_TOKEN);
  const completion_tokens = words.length;
  return {
    id: `chatcmpl-local-${String(sequence).padStart(6, '0')}`,
    created: Math.floor(nowMillis / 1000),
    model: request.model,
    words,
    usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
  };
}

function answerTo({ messages }: ChatRequest): string {
  const system = messages.find(({ role }) => role === 'system')?.content ?? '';
  const facts = system.split('Facts:')[1]?.trim();
  if (!facts) return 'I have no facts about that. Could you tell me which item you mean?';
  return `Thank you for asking! ${facts} Shall I put one aside for you?`;
}

/** The body of an answer that is not streamed. */
export function completionBody({ id, created, model, words, usage }: Completion): object {
  const message = { role: 'assistant', content: words.join(''), refusal: null };
  const choices = [{ index: 0, message, logprobs: null, finish_reason: 'stop' }];
  return { id, object: 'chat.completion', created, model, choices, usage };
}

/** The chunks of a streamed response in order: role, one per word, finish reason and, if requested, usage. */
export function* completionChunks(completion: Completion, includeUsage: boolean): Generator<object> {
  const { id, created, model, words, usage } = completion;
  const head = { id, object: 'chat.completion.chunk', created, model };
  const usageField = includeUsage ? { usage: null } : {};
  const chunk = (delta: object, finish_reason: string | null = null): object => ({
    ...head,
    choices: [{ index: 0, delta, logprobs: null, finish_reason }],
    ...usageField,
  });
  yield chunk({ role: 'assistant', content: '', refusal: null });
  for (const content of words) yield chunk({ content });
  yield chunk({}, 'stop');
  if (includeUsage) yield { ...head, choices: [], usage };
}
