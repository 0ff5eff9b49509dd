import type { ChunkReader, StreamFacts } from '../operation/stream-result.ts';
import { readPart } from './ai-sdk-parts.ts';
import { readMessageEvent } from './anthropic-events.ts';
import { readChatChunk } from './openai-chat-chunks.ts';
import { readResponseEvent } from './openai-response-events.ts';

const MESSAGE_EVENTS = new Set([
  'message_start',
  'message_delta',
  'message_stop',
  'content_block_start',
  'content_block_delta',
  'content_block_stop',
  'completion',
]);

/** A reader for chunks of this one's kind; undefined when the chunk does not tell, and the next one may. */
export function readerFor(chunk: unknown): ChunkReader | undefined {
  if (typeof chunk === 'string') return readText;
  if (typeof chunk !== 'object' || chunk === null) return readNothing;
  if (ArrayBuffer.isView(chunk)) return readBytes;
  const { type, choices } = chunk as { readonly type?: unknown; readonly choices?: unknown };
  if (Array.isArray(choices)) return readChatChunk;
  if (typeof type !== 'string') return readAnything;
  // An error or a sign of life says nothing about what comes next.
  if (type === 'error' || type === 'ping') return undefined;
  if (type.startsWith('response.')) return readResponseEvent;
  if (MESSAGE_EVENTS.has(type)) return readMessageEvent;
  return typeof (chunk as { content?: unknown }).content === 'string' ? readAnything : readPart;
}

/** The one chunk of a stream whose kind is not known. */
export const readUnknown: ChunkReader = (chunk, facts) => {
  const { type, error } = chunk as { readonly type?: unknown; readonly error?: unknown };
  if (type === 'error') facts.error = error ?? chunk;
  return undefined;
};

const readText: ChunkReader = (chunk, facts) =>
  typeof chunk === 'string' && chunk !== '' ? facts.addText(chunk) : undefined;

/** The text of bytes is not known, but how much there is. */
const readBytes: ChunkReader = (chunk, facts) => {
  facts.contentLength += (chunk as ArrayBufferView).byteLength;
  facts.outputChunks++;
  return undefined;
};

const readNothing: ChunkReader = () => undefined;

/** Of libraries that are not known: where most of them have their text. */
function readAnything(chunk: unknown, facts: StreamFacts): string | undefined {
  if (typeof chunk !== 'object' || chunk === null) return readText(chunk, facts);
  const { content, text, delta, value, token, error } = chunk as Record<string, unknown>;
  if (error) facts.error = error;
  const found = [content, text, delta, token, value].find((each) => typeof each === 'string' && each !== '');
  return found === undefined ? undefined : facts.addText(found as string);
}
