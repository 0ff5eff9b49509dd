import type { Attributes } from '@opentelemetry/api';
import type { TimedEvent } from '@opentelemetry/sdk-trace';

/** Content in whatever words of other libraries: dropped with the originals, even where nothing was made of it. */
const FOREIGN = new RegExp(
  `^(${[
    'ai\\.(prompt|values?|embeddings?|schema|toolCall\\.(args|result)|request\\.headers|documents|ranking|input\\.messages)',
    'ai\\.(settings\\.(context|providerOptions)|result\\.(text|object|toolCalls))',
    'ai\\.response\\.(text|object|reasoning|toolCalls|files|providerMetadata|messages|content)',
    'llm\\.(prompts|completions|choices|tools|prompt_template|function_call|(in|out)put_messages|request\\.functions|headers)',
    'embedding\\.(embeddings|text)|document\\.content|image\\.url|((in|out)put\\.)?audio\\.transcript',
    '(in|out)put\\.(value|mime_type|images)|retrieval\\.documents|reranker\\.(query|(in|out)put_documents)',
    'tool\\.(parameters|json_schema)|traceloop\\.entity\\.(in|out)put',
    'langfuse\\.((observation|trace)\\.(in|out)put|observation\\.completion)',
    'gen_ai\\.((prompt|completion)(?=\\.\\d|$)|request\\.structured_output_schema)',
  ].join('|')})(\\.|$)`,
);

/** Content in the conventions' words, of a library that records it by itself. */
const CONVENTIONAL =
  /^gen_ai\.((in|out)put\.messages|system_instructions|tool\.definitions|tool\.call\.(arguments|result)|retrieval\.(query\.text|documents))$/;

/** Events that are a message each. */
const MESSAGE_EVENT = /^gen_ai\.((system|user|assistant|tool)\.message|choice|content\.(prompt|completion))$/;

/** Whether an attribute is content. `isCaptured`: content may stand on spans, then what stands under the conventions' own names stays. */
export const isContent = (name: string, isCaptured: boolean): boolean =>
  FOREIGN.test(name) || (!isCaptured && CONVENTIONAL.test(name));

/** Events of a span without content: the very same list where they have none. */
export function withoutContent(events: readonly TimedEvent[], isCaptured: boolean): readonly TimedEvent[] {
  const isDropped = ({ name }: TimedEvent): boolean => !isCaptured && MESSAGE_EVENT.test(name);
  const says = ({ attributes = {} }: TimedEvent): boolean =>
    Object.keys(attributes).some((name) => isContent(name, isCaptured));
  if (!events.some((event) => isDropped(event) || says(event))) return events;
  return events
    .filter((event) => !isDropped(event))
    .map((event) => (says(event) ? { ...event, attributes: kept(event.attributes ?? {}, isCaptured) } : event));
}

const kept = (attributes: Attributes, isCaptured: boolean): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => !isContent(name, isCaptured)));
