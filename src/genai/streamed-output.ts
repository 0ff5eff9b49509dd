import { callOf } from '../semconv/foreign-messages.ts';
import type { GenAiMessage, GenAiPart } from '../semconv/gen-ai-message.ts';
import { answer } from './answered-content.ts';

interface Piece {
  readonly type: 'text' | 'reasoning' | 'tool_call';
  /** The text, or the JSON of arguments. */
  content: string;
  readonly key?: string | number;
  readonly id?: string | undefined;
  readonly name?: string;
}

/** What a piece takes beside its text, so that empty ones are bounded too. */
const PIECE_LENGTH = 64;
/** No secret that a redactor knows is longer, but for those that have line breaks. */
const LONGEST_WORD = 1_024;

/** What a model says in a stream, put together from its chunks up to a limit: streams may be long. */
export class StreamedOutput {
  readonly #choices = new Map<number, Piece[]>();
  #room: number;

  constructor(maxLength: number) {
    this.#room = maxLength;
  }

  text(text: string, choice = 0, type: 'text' | 'reasoning' = 'text'): void {
    const last = this.#choices.get(choice)?.at(-1);
    if (last?.type === type) this.#extend(last, text);
    else this.#begin({ type, content: '' }, choice, text);
  }

  /** `key` is what the chunks with its arguments call it. */
  call(key: string | number, name: string, id: string | undefined, choice = 0): void {
    this.#begin({ type: 'tool_call', content: '', key, name, id }, choice, '');
  }

  argument(key: string | number, text: string, choice = 0): void {
    const call = this.#choices.get(choice)?.findLast((piece) => piece.type === 'tool_call' && piece.key === key);
    if (call !== undefined) this.#extend(call, text);
  }

  /** One for each choice. */
  messages(finishReasons: readonly string[]): readonly GenAiMessage[] {
    return [...this.#choices].map(([choice, pieces]) => answer(pieces.map(partOf), finishReasons[choice]));
  }

  #begin(piece: Piece, choice: number, text: string): void {
    if (this.#room <= 0) return;
    this.#room -= PIECE_LENGTH;
    const pieces = this.#choices.get(choice);
    if (pieces === undefined) this.#choices.set(choice, [piece]);
    else pieces.push(piece);
    this.#extend(piece, text);
  }

  #extend(piece: Piece, text: string): void {
    if (this.#room <= 0) return;
    piece.content += text.slice(0, this.#room);
    this.#room -= text.length;
    if (this.#room <= 0) piece.content = `${withoutLastWord(piece.content)}… [cut]`;
  }
}

/** A secret that is cut in half is one that no redactor knows. */
function withoutLastWord(text: string): string {
  const last = text.slice(-LONGEST_WORD);
  return text.slice(0, text.length - last.length + Math.max(0, last.search(/\S*$/)));
}

function partOf({ type, content, id, name }: Piece): GenAiPart {
  return type === 'tool_call' ? callOf(id, name, content) : { type, content };
}
