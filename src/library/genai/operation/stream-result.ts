import type { ModelResponse, TokenUsage } from './model-call.ts';
import type { OutputBuffer } from './output-buffer.ts';

/** Real tokens are about four characters of English. */
const CHARACTERS_PER_TOKEN = 4;

const MAX_TOOLS = 1_000;
const MAX_FINISH_REASONS = 1_000;

/** The contents of one stream so far. Chunk readers write into it. */
export class StreamResult implements ModelResponse {
  id: string | undefined = undefined;
  model: string | undefined = undefined;
  conversationId: string | undefined = undefined;
  readonly finishReasons: string[] = [];
  readonly usage: TokenUsage = {};
  /** UTF-16 units of generated content: text, reasoning, arguments of tools. */
  contentLength = 0;
  /** Chunks with content. */
  outputChunks = 0;
  /** An error that a chunk reported. */
  error: unknown = undefined;
  /** The stream itself reported that it was aborted. */
  isAborted = false;
  /** The provider has reported the end. */
  isOver = false;
  /** The tool that the latest chunk calls; of several calls the one whose event is next. */
  toolName: string | undefined = undefined;
  toolCallId: string | undefined = undefined;
  /** Bounded, since a chunk may list any number of calls. */
  readonly #moreTools: { readonly name: string; readonly id: string | undefined }[] = [];

  /** The output, where it is captured. */
  output: OutputBuffer | undefined = undefined;
  readOutput: ModelResponse['readOutput'] = () => this.output?.messages(this.finishReasons);

  /** Adds content of the current chunk, which is not empty. */
  add(text: string): string {
    this.contentLength += text.length;
    this.outputChunks++;
    return text;
  }

  /** Adds content that is neither reasoning nor the argument of a tool. */
  addText(text: string): string {
    this.output?.text(text);
    return this.add(text);
  }

  callTool(name: string, id: string | undefined): void {
    if (this.toolName !== undefined) {
      if (this.#moreTools.length < MAX_TOOLS) this.#moreTools.push({ name, id });
      return;
    }
    this.toolName = name;
    this.toolCallId = id;
  }

  get hasMoreTools(): boolean {
    return this.#moreTools.length > 0;
  }

  /** Moves to the next tool call of the same chunk. */
  nextTool(): void {
    const next = this.#moreTools.shift();
    this.toolName = next?.name;
    this.toolCallId = next?.id;
  }

  endChunk(): void {
    this.toolName = undefined;
    this.#moreTools.length = 0;
  }

  addFinishReason(reason: unknown, index = 0): void {
    if (typeof reason !== 'string' || reason === '') return;
    this.isOver = true;
    if (this.finishReasons.length >= MAX_FINISH_REASONS) return;
    this.finishReasons[index < this.finishReasons.length ? index : this.finishReasons.length] = reason;
  }

  /** The number of generated tokens, estimated from the number and the length of the chunks. */
  get estimatedTokens(): number {
    return Math.max(this.outputChunks, Math.ceil(this.contentLength / CHARACTERS_PER_TOKEN));
  }
}

/** Reads one kind of chunk into the result, and returns its content. Never throws on a chunk of its kind. */
export type ChunkReader = (chunk: unknown, result: StreamResult) => string | undefined;
