import { callOf } from '../../../foundation/semconv/dialects/message-normalizer.ts';
import { CUT_MARK } from '../../../foundation/semconv/operation/fitted-json.ts';
import type { GenAiMessage, GenAiPart } from '../../../foundation/semconv/operation/gen-ai-message.ts';
import { assistantMessage } from './response-messages.ts';

interface Fragment {
  readonly type: 'text' | 'reasoning' | 'tool_call';
  /** The text, or the JSON of arguments. */
  content: string;
  readonly key?: string | number;
  readonly id?: string | undefined;
  readonly name?: string;
  /** Its end is missing, and nothing is added any more. */
  isCut?: boolean;
}

/** The length that a fragment counts beside its text, so that empty ones are bounded too. */
const FRAGMENT_LENGTH = 64;
/** The redactor knows no longer secret without a line break. */
const MAX_WORD_LENGTH = 1_024;

/** The output of a stream, assembled from its chunks up to a limit. */
export class OutputBuffer {
  readonly #choices = new Map<number, Fragment[]>();
  #room: number;

  constructor(maxLength: number) {
    this.#room = maxLength;
  }

  text(text: string, choice = 0, type: 'text' | 'reasoning' = 'text'): void {
    const last = this.#choices.get(choice)?.at(-1);
    if (last?.type === type) this.#extend(last, text);
    else this.#begin({ type, content: '' }, choice, text);
  }

  /** `key` identifies the call in the chunks with its arguments. */
  call(key: string | number, name: string, id: string | undefined, choice = 0): void {
    this.#begin({ type: 'tool_call', content: '', key, name, id }, choice, '');
  }

  argument(key: string | number, text: string, choice = 0): void {
    const call = this.#choices
      .get(choice)
      ?.findLast((fragment) => fragment.type === 'tool_call' && fragment.key === key);
    if (call !== undefined) this.#extend(call, text);
  }

  /** The messages of all choices. */
  messages(finishReasons: readonly string[]): readonly GenAiMessage[] {
    return [...this.#choices].map(([choice, fragments]) =>
      assistantMessage(fragments.map(partOf), finishReasons[choice]),
    );
  }

  /** Cuts the fragments that the stream had not finished: they may end inside a word. */
  truncate(): void {
    for (const fragments of this.#choices.values())
      for (const fragment of fragments) if (isOpen(fragment, fragments)) cut(fragment);
  }

  #begin(fragment: Fragment, choice: number, text: string): void {
    if (this.#room <= 0) return;
    this.#room -= FRAGMENT_LENGTH;
    const fragments = this.#choices.get(choice);
    if (fragments === undefined) this.#choices.set(choice, [fragment]);
    else fragments.push(fragment);
    this.#extend(fragment, text);
  }

  /** A fragment without room is cut too, at the first text that does not fit. */
  #extend(fragment: Fragment, text: string): void {
    if (fragment.isCut || text === '') return;
    fragment.content += text.slice(0, Math.max(0, this.#room));
    this.#room -= text.length;
    if (this.#room <= 0) cut(fragment);
  }
}

/** Only the last text is unfinished, but several tool calls can be, until their arguments are valid JSON. */
function isOpen(fragment: Fragment, fragments: readonly Fragment[]): boolean {
  if (fragment.isCut || fragment.content === '') return false;
  return fragment.type === 'tool_call' ? !isJson(fragment.content) : fragment === fragments.at(-1);
}

function cut(fragment: Fragment): void {
  fragment.isCut = true;
  fragment.content = `${withoutLastWord(fragment.content)}${CUT_MARK}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A redactor does not recognize a secret that is cut in half. */
function withoutLastWord(text: string): string {
  const last = text.slice(-MAX_WORD_LENGTH);
  return text.slice(0, text.length - last.length + Math.max(0, last.search(/\S*$/)));
}

function partOf({ type, content, id, name }: Fragment): GenAiPart {
  return type === 'tool_call' ? callOf(id, name, content) : { type, content };
}
