import { numberOf } from './foreign-attributes.ts';
import type { GenAiRequest } from './gen-ai-operation.ts';

/** What was passed to a provider's SDK, in whichever notation, as some write it in one JSON text. */
export function requestOf(parameters: Readonly<Record<string, unknown>>): GenAiRequest {
  const value = (...names: readonly string[]): unknown =>
    names.map((name) => parameters[name]).find((it) => it != null);
  const number = (...names: readonly string[]): number | undefined => numberOf(value(...names));
  const stop = value('stop', 'stop_sequences', 'stopSequences');
  const stream = value('stream');
  return {
    temperature: number('temperature'),
    topP: number('top_p', 'topP'),
    topK: number('top_k', 'topK'),
    maxTokens: number('max_tokens', 'maxTokens', 'max_completion_tokens', 'max_output_tokens', 'maxOutputTokens'),
    seed: number('seed'),
    choiceCount: number('n'),
    frequencyPenalty: number('frequency_penalty', 'frequencyPenalty'),
    presencePenalty: number('presence_penalty', 'presencePenalty'),
    stopSequences: (Array.isArray(stop) ? stop : [stop]).filter((it) => typeof it === 'string'),
    stream: typeof stream === 'boolean' ? stream : undefined,
  };
}
