import { CUT_MARK } from '../../../foundation/semconv/operation/fitted-json.ts';
import type { GenAiContent } from '../../../foundation/semconv/operation/gen-ai-message.ts';
import type { GenAiError } from '../../../foundation/semconv/operation/gen-ai-operation.ts';
import { redactText } from '../text-redaction.ts';
import { errorOf } from './thrown-error.ts';

/** Characters of a message that leave, and of a stack. */
const LONGEST_MESSAGE = 1_024;
const LONGEST_STACK = 8_192;
/** What is looked at of a message: more is no message, and takes time. */
const LONGEST_READ = 65_536;
/** Shorter texts are words that any message may have. */
const SHORTEST_TEXT = 6;
/** By so much a text is known that the message has the beginning of. */
const BEGINNING = 32;
/** A body in a message, as JSON or as Python prints it. */
const BODY = /(\{\s*\\*["']|\[\s*(\{|\\*["'])).*$/s;

/**
 * An error as it leaves: without secrets, and no longer than 1,024 characters (its stack: 8,192). `withoutContent`: providers repeat what they were
 * asked, so texts of the request and whatever looks like a body are taken out of the message, too. Never throws.
 */
export function toldError(thrown: unknown, withoutContent?: { readonly asked: GenAiContent }): GenAiError {
  const error = errorOf(thrown);
  const original = error.message ?? '';
  const message = safeMessage(original, withoutContent?.asked);
  return {
    type: error.type,
    className: error.className,
    message,
    get stack() {
      return safeStack(error.stack, original, message);
    },
  };
}

function safeMessage(original: string, asked: GenAiContent | undefined): string {
  const read = original.slice(0, LONGEST_READ);
  return cut(redactText(asked === undefined ? read : withoutTexts(read, asked)), LONGEST_MESSAGE);
}

/** A stack begins with the message as it was. One that does not have it shows its frames alone. */
function safeStack(stack: string | undefined, original: string, message: string): string | undefined {
  if (stack === undefined) return undefined;
  const at = original === '' ? -1 : stack.indexOf(original);
  const [head, frames] =
    at >= 0
      ? [stack.slice(0, Math.min(at, 256)) + message, stack.slice(at + original.length)]
      : [message, stack.slice(Math.max(0, stack.search(/^\s+at /m)))];
  return cut(redactText(`${head}${at >= 0 ? '' : '\n'}${frames.slice(0, LONGEST_STACK)}`), LONGEST_STACK);
}

function withoutTexts(message: string, { systemInstructions, input }: GenAiContent): string {
  let rest = message;
  const texts = textsOf([systemInstructions, input]).sort((a, b) => b.length - a.length);
  for (const text of texts)
    for (const written of new Set([text, JSON.stringify(text).slice(1, -1)])) rest = withoutText(rest, written);
  return rest.replace(BODY, '[body]');
}

function withoutText(message: string, text: string): string {
  if (message.includes(text)) return message.replaceAll(text, '[content]');
  const at = text.length > BEGINNING ? message.indexOf(text.slice(0, BEGINNING)) : -1;
  return at < 0 ? message : `${message.slice(0, at)}[content]`;
}

/** Not what says what kind of thing it is. */
const KIND = /^(type|role|id|name|finish_reason)$/;

function textsOf(value: unknown, depth = 8): string[] {
  if (typeof value === 'string') return value.trim().length < SHORTEST_TEXT ? [] : [value.trim()];
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  return Object.entries(value).flatMap(([key, item]) => (KIND.test(key) ? [] : textsOf(item, depth - 1)));
}

const cut = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest - CUT_MARK.length)}${CUT_MARK}`;
