import { callOf } from '../../../foundation/semconv/dialects/message-normalizer.ts';
import { CUT_MARK } from '../../../foundation/semconv/operation/fitted-json.ts';
import type { GenAiMessage, GenAiPart } from '../../../foundation/semconv/operation/gen-ai-message.ts';
import { answer } from './response-messages.ts';

interface Piece {
  readonly type: 'text' | 'reasoning' | 'tool_call';
  /** The text, or the JSON of arguments. */
  content: string;
  readonly key?: string | number;
  readonly id?: string | undefined;
  readonly name?: string;
  /** Some of it is missing at its end, and nothing is added any more. */
  isCut?: boolean;
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

  /** The stream broke off: what was being said may have ended inside of a word. */
  brokenOff(): void {
    for (const pieces of this.#choices.values()) for (const piece of pieces) if (isOpen(piece, pieces)) cut(piece);
  }

  #begin(piece: Piece, choice: number, text: string): void {
    if (this.#room <= 0) return;
    this.#room -= PIECE_LENGTH;
    const pieces = this.#choices.get(choice);
    if (pieces === undefined) this.#choices.set(choice, [piece]);
    else pieces.push(piece);
    this.#extend(piece, text);
  }

  /** Also a piece for which another one has left no room is cut: at the first text that it does not get. */
  #extend(piece: Piece, text: string): void {
    if (piece.isCut || text === '') return;
    piece.content += text.slice(0, Math.max(0, this.#room));
    this.#room -= text.length;
    if (this.#room <= 0) cut(piece);
  }
}

/** Texts follow each other; of calls several can be under way, until their arguments are JSON. */
function isOpen(piece: Piece, pieces: readonly Piece[]): boolean {
  if (piece.isCut || piece.content === '') return false;
  return piece.type === 'tool_call' ? !isJson(piece.content) : piece === pieces.at(-1);
}

function cut(piece: Piece): void {
  piece.isCut = true;
  piece.content = `${withoutLastWord(piece.content)}${CUT_MARK}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
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
