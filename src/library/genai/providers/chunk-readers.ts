import type { ChunkReader, StreamResult } from '../operation/stream-result.ts';
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

/** A reader for chunks of this one's kind; undefined if this chunk does not show the kind, but the next one may. */
export function readerFor(chunk: unknown): ChunkReader | undefined {
  if (typeof chunk === 'string') return readText;
  if (typeof chunk !== 'object' || chunk === null) return readNothing;
  if (ArrayBuffer.isView(chunk)) return readBytes;
  const { type, choices } = chunk as { readonly type?: unknown; readonly choices?: unknown };
  if (Array.isArray(choices)) return readChatChunk;
  if (typeof type !== 'string') return readAnything;
  // Errors and pings are no sign of the kind of the next chunk.
  if (type === 'error' || type === 'ping') return undefined;
  if (type.startsWith('response.')) return readResponseEvent;
  if (MESSAGE_EVENTS.has(type)) return readMessageEvent;
  return typeof (chunk as { content?: unknown }).content === 'string' ? readAnything : readPart;
}

/** Reads a chunk before the kind of its stream is known. */
export const readUnknown: ChunkReader = (chunk, result) => {
  const { type, error } = chunk as { readonly type?: unknown; readonly error?: unknown };
  if (type === 'error') result.error = error ?? chunk;
  return undefined;
};

const readText: ChunkReader = (chunk, result) =>
  typeof chunk === 'string' && chunk !== '' ? result.addText(chunk) : undefined;

/** Bytes count by their length alone. */
const readBytes: ChunkReader = (chunk, result) => {
  result.contentLength += (chunk as ArrayBufferView).byteLength;
  result.outputChunks++;
  return undefined;
};

const readNothing: ChunkReader = () => undefined;

/** Reads the fields in which most libraries have their text. */
function readAnything(chunk: unknown, result: StreamResult): string | undefined {
  if (typeof chunk !== 'object' || chunk === null) return readText(chunk, result);
  const { content, text, delta, value, token, error } = chunk as Record<string, unknown>;
  if (error) result.error = error;
  const found = [content, text, delta, token, value].find((each) => typeof each === 'string' && each !== '');
  return found === undefined ? undefined : result.addText(found as string);
}
