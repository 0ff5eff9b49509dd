import { callback, type OptionRule, type OptionRules, validateOptions } from './option-rules.ts';

const name: OptionRule = { expected: 'a text', holds: (value) => typeof value === 'string' && value !== '' };

const RULES: OptionRules = { model: name, provider: name, operation: name, onEvent: callback, extract: callback };

/** @throws {TypeError} naming what was expected and what was given */
export function validateObserveOptions(stream: unknown, options: unknown): void {
  if (!isReadable(stream))
    throw new TypeError(
      `observeStream: expected an AsyncIterable, a ReadableStream or a promise of one, got ${stream === null ? 'null' : typeof stream}`,
    );
  validateOptions('observeStream', options, RULES);
  for (const required of ['model', 'provider'])
    if ((options as Record<string, unknown>)[required] === undefined)
      throw new TypeError(`observeStream: expected the option ${required} to be ${name.expected}, got undefined`);
}

function isReadable(stream: unknown): boolean {
  if (typeof stream !== 'object' || stream === null) return false;
  const { then } = stream as { then?: unknown };
  return typeof then === 'function' || Symbol.asyncIterator in stream || stream instanceof ReadableStream;
}
