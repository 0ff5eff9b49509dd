import type { GenAiContent } from '../operation/gen-ai-message.ts';
import type { GenAiOperation, GenAiRequest } from '../operation/gen-ai-operation.ts';
import { type ForeignAttributes, parseNumber } from './foreign-attributes.ts';

/** The contents of a span of another library. */
export interface ForeignReading {
  /** Without an operation: a step that the conventions have no word for. */
  readonly operation: Partial<GenAiOperation>;
  /** Reads the content, which takes longest and is rarely captured. */
  readonly content: () => GenAiContent;
  /** Whether others of the same library are inside of it, which count what it counts. */
  readonly isWrapper: boolean;
}

/** The facts about a span that a dialect needs beside its attributes. */
export interface ForeignSpan {
  readonly name: string;
  readonly startTimeMillis: number;
}

/** A library's own words for what the conventions say with gen_ai attributes. */
export interface Dialect {
  isSpoken(source: ForeignAttributes): boolean;
  read(source: ForeignAttributes, span: ForeignSpan): ForeignReading;
}

/** Reads the parameters of a request in any notation, which some libraries write as one JSON text. */
export function requestOf(parameters: Readonly<Record<string, unknown>>): GenAiRequest {
  const value = (...names: readonly string[]): unknown =>
    names.map((name) => parameters[name]).find((it) => it != null);
  const number = (...names: readonly string[]): number | undefined => parseNumber(value(...names));
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

/** Tools, agents and workflows of some libraries are known by the name of their span alone. */
export function namedBy(
  operation: string,
  name: string,
  { tool, agent }: Partial<GenAiOperation> = {},
): Partial<GenAiOperation> {
  switch (operation) {
    case 'execute_tool':
      return { tool: { ...tool, name } };
    case 'invoke_agent':
      return { agent: { ...agent, name } };
    case 'invoke_workflow':
      return { workflowName: name };
    default:
      return {};
  }
}
