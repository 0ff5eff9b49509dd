import { stringOf } from '../operation/json-fields.ts';
import type { TokenUsage } from '../operation/model-call.ts';
import type { ChunkReader } from '../operation/stream-result.ts';

/** What one chunk says. */
export interface ExtractedChunk {
  /** Content that it brings. */
  readonly text?: string | undefined;
  readonly usage?: TokenUsage | undefined;
  readonly finishReason?: string | undefined;
  readonly id?: string | undefined;
  /** The model that answers. */
  readonly model?: string | undefined;
  /** An error that comes as a chunk. */
  readonly error?: unknown;
}

/** What a chunk says: its content, or all of it. */
export type Extract<T> = (chunk: T) => ExtractedChunk | string | null | undefined;

export function readerOf(extract: Extract<unknown>): ChunkReader {
  return (chunk, facts) => {
    const said = extract(chunk);
    if (typeof said === 'string') return said === '' ? undefined : facts.addText(said);
    if (!said) return undefined;
    // Too late for the chunk; what it rejects with must not be left to the process.
    if (said instanceof Promise) void said.catch(() => {});
    facts.id ??= stringOf(said.id);
    facts.model ??= stringOf(said.model);
    Object.assign(facts.usage, said.usage);
    if (said.error) facts.error = said.error;
    facts.addFinishReason(said.finishReason);
    return said.text ? facts.addText(said.text) : undefined;
  };
}
