import type { ModelAnswer, TokenUsage } from './model-call.ts';
import type { StreamedOutput } from './output-buffer.ts';

/** Real tokens are about four characters of English. */
const CHARACTERS_PER_TOKEN = 4;

/** What the chunks of one stream have said so far. Readers of chunks write into it. */
export class StreamFacts implements ModelAnswer {
  id: string | undefined = undefined;
  model: string | undefined = undefined;
  conversationId: string | undefined = undefined;
  readonly finishReasons: string[] = [];
  readonly usage: TokenUsage = {};
  /** UTF-16 units of generated content: text, reasoning, arguments of tools. */
  contentLength = 0;
  /** Chunks with content. */
  outputChunks = 0;
  /** An error that came as a chunk. */
  error: unknown = undefined;
  /** The stream itself says that it was aborted. */
  isAborted = false;
  /** The provider has said that this was all. */
  isOver = false;
  /** The name of a tool that is called in the chunk that was read last: of several the one that is being told. */
  toolName: string | undefined = undefined;
  toolCallId: string | undefined = undefined;
  readonly #moreTools: { readonly name: string; readonly id: string | undefined }[] = [];

  /** What the model says, where it is captured. */
  output: StreamedOutput | undefined = undefined;
  readOutput: ModelAnswer['readOutput'] = () => this.output?.messages(this.finishReasons);

  /** Content that this chunk brings; an empty text is none. */
  add(text: string): string {
    this.contentLength += text.length;
    this.outputChunks++;
    return text;
  }

  /** Content that is said, and not thought or handed to a tool. */
  addText(text: string): string {
    this.output?.text(text);
    return this.add(text);
  }

  callTool(name: string, id: string | undefined): void {
    if (this.toolName !== undefined) {
      this.#moreTools.push({ name, id });
      return;
    }
    this.toolName = name;
    this.toolCallId = id;
  }

  get hasMoreTools(): boolean {
    return this.#moreTools.length > 0;
  }

  /** On to the next one of the same chunk. */
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
    this.finishReasons[index < this.finishReasons.length ? index : this.finishReasons.length] = reason;
    this.isOver = true;
  }

  /** How many tokens were generated, by the number and the length of the chunks. */
  get estimatedTokens(): number {
    return Math.max(this.outputChunks, Math.ceil(this.contentLength / CHARACTERS_PER_TOKEN));
  }
}

/** Reads one kind of chunk into the facts, and answers the content that it brings. Never throws on a chunk of its kind. */
export type ChunkReader = (chunk: unknown, facts: StreamFacts) => string | undefined;
