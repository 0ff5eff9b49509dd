import { argumentSecretStart } from '../rules/command-line.ts';
import type { NamedValueParts } from './named-value.ts';
import { REMOVED } from './named-value.ts';

const ARGUMENT_LISTS = /arg|command|cmd/i;

/** An argument of a command without the secret that a flag carries; undefined when it carries none. */
export function redactArgument(
  { placeholder, report, mode }: NamedValueParts,
  key: string,
  words: readonly unknown[],
  index: number,
): string | typeof REMOVED | undefined {
  if (index === 0 || !ARGUMENT_LISTS.test(key)) return undefined;
  const from = argumentSecretStart(words, index);
  if (from === undefined) return undefined;
  const word = words[index] as string;
  if (placeholder.endOf(word, from) !== -1) return word;
  report('command-line');
  if (mode === 'remove' && from === 0) return REMOVED;
  return word.slice(0, from) + placeholder.write('command-line', word.slice(from));
}
