import { nonEmptyString } from '../operation/json-fields.ts';
import type { TokenUsage } from '../operation/model-call.ts';
import type { ChunkReader } from '../operation/stream-result.ts';

/** The contents of one chunk. */
export interface ExtractedChunk {
  /** The content of the chunk. */
  readonly text?: string | undefined;
  readonly usage?: TokenUsage | undefined;
  readonly finishReason?: string | undefined;
  readonly id?: string | undefined;
  /** The model that responds. */
  readonly model?: string | undefined;
  /** An error that the chunk reports. */
  readonly error?: unknown;
}

/** Reads a chunk: its text alone, or all of its contents. */
export type Extract<T> = (chunk: T) => ExtractedChunk | string | null | undefined;

export function readerOf(extract: Extract<unknown>): ChunkReader {
  return (chunk, result) => {
    const read = extract(chunk);
    if (typeof read === 'string') return read === '' ? undefined : result.addText(read);
    if (!read) return undefined;
    // A promise comes too late for the chunk, but its rejection must not stay unhandled.
    if (read instanceof Promise) void read.catch(() => {});
    result.id ??= nonEmptyString(read.id);
    result.model ??= nonEmptyString(read.model);
    Object.assign(result.usage, read.usage);
    if (read.error) result.error = read.error;
    result.addFinishReason(read.finishReason);
    return read.text ? result.addText(read.text) : undefined;
  };
}
