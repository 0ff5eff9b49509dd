import { CUT_MARK } from '../../../foundation/semconv/operation/fitted-json.ts';
import type { GenAiContent } from '../../../foundation/semconv/operation/gen-ai-message.ts';
import type { GenAiError } from '../../../foundation/semconv/operation/gen-ai-operation.ts';
import { redactText } from '../text-redaction.ts';
import { describeError } from './thrown-error.ts';

/** The maximum lengths of an exported message and stack, in characters. */
const MAX_MESSAGE_LENGTH = 1_024;
const MAX_STACK_LENGTH = 8_192;
/** The part of a message that is scanned, since scanning takes time. */
const MAX_READ_LENGTH = 65_536;
/** Shorter texts of a prompt are words that any message may contain. */
const MIN_TEXT_LENGTH = 6;
/** The minimum length of a prompt's beginning that counts as a match. */
const MIN_PREFIX_LENGTH = 32;
/** A body in a message, as JSON or as Python prints it. */
const BODY = /(\{\s*\\*["']|\[\s*(\{|\\*["'])).*$/s;

/**
 * Prepares an error for export: without secrets, with at most 1,024 characters of its message and 8,192 of its stack. Providers repeat prompts in their
 * messages, so with `withoutContent` the texts of the prompt, and anything that looks like a body, are removed too. Never throws.
 */
export function sanitizeError(thrown: unknown, withoutContent?: { readonly prompt: GenAiContent }): GenAiError {
  const error = describeError(thrown);
  const original = error.message ?? '';
  const message = safeMessage(original, withoutContent?.prompt);
  return {
    type: error.type,
    className: error.className,
    message,
    get stack() {
      return safeStack(error.stack, original, message);
    },
  };
}

function safeMessage(original: string, prompt: GenAiContent | undefined): string {
  const read = original.slice(0, MAX_READ_LENGTH);
  return cut(redactText(prompt === undefined ? read : withoutTexts(read, prompt)), MAX_MESSAGE_LENGTH);
}

/** A stack begins with the original message, which is replaced. A stack without it keeps its frames only. */
function safeStack(stack: string | undefined, original: string, message: string): string | undefined {
  if (stack === undefined) return undefined;
  const at = original === '' ? -1 : stack.indexOf(original);
  const [head, frames] =
    at >= 0
      ? [stack.slice(0, Math.min(at, 256)) + message, stack.slice(at + original.length)]
      : [message, stack.slice(Math.max(0, stack.search(/^\s+at /m)))];
  return cut(redactText(`${head}${at >= 0 ? '' : '\n'}${frames.slice(0, MAX_STACK_LENGTH)}`), MAX_STACK_LENGTH);
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
  const at = text.length > MIN_PREFIX_LENGTH ? message.indexOf(text.slice(0, MIN_PREFIX_LENGTH)) : -1;
  return at < 0 ? message : `${message.slice(0, at)}[content]`;
}

/** The fields that name the kind of a thing, whose values are no content. */
const KIND = /^(type|role|id|name|finish_reason)$/;

function textsOf(value: unknown, depth = 8): string[] {
  if (typeof value === 'string') return value.trim().length < MIN_TEXT_LENGTH ? [] : [value.trim()];
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  return Object.entries(value).flatMap(([key, item]) => (KIND.test(key) ? [] : textsOf(item, depth - 1)));
}

const cut = (text: string, maxLength: number): string =>
  text.length <= maxLength ? text : `${text.slice(0, maxLength - CUT_MARK.length)}${CUT_MARK}`;
