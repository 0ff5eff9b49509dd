import type { Attributes, ReceivedSpan } from '../../src/tools/receiver/telemetry/telemetry-model.ts';

/** The words of gen_ai of any generation, of OpenLLMetry and of OpenInference. */
const WORDS = {
  model: ['gen_ai.request.model', 'llm.request.model', 'llm.model_name'],
  inputTokens: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens', 'llm.token_count.prompt'],
  outputTokens: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens', 'llm.token_count.completion'],
  finishReason: [
    'gen_ai.response.finish_reasons',
    'gen_ai.response.finish_reason',
    'gen_ai.completion.0.finish_reason',
    'llm.finish_reason',
  ],
} as const;

const OF_MODELS = /^(?:gen_ai|llm|openinference|traceloop)\./;

/** What a span says of a thing, in whichever words. */
export function said({ attributes }: ReceivedSpan, what: keyof typeof WORDS): Attributes[string] | undefined {
  const name = WORDS[what].find((each) => each in attributes);
  return name === undefined ? undefined : attributes[name];
}

const isOfModel = ({ attributes }: ReceivedSpan): boolean =>
  Object.keys(attributes).some((name) => OF_MODELS.test(name));

/** Agents and tools, of which Anthropic's SDK makes spans itself. */
const isOfAgent = ({ attributes }: ReceivedSpan): boolean =>
  attributes['gen_ai.operation.name'] === 'invoke_agent' || attributes['gen_ai.operation.name'] === 'execute_tool';

/** Spans of one ending. */
export interface EndingSpans {
  /** The application's own, inside of which the model is called. */
  readonly application: ReceivedSpan | undefined;
  readonly models: readonly ReceivedSpan[];
  /** Agents between the application and the models. */
  readonly agents: readonly ReceivedSpan[];
  /** Everything else of its trace. */
  readonly others: readonly ReceivedSpan[];
}

/** Those of its trace, and those without a parent that name its model. */
export function spansOf(spans: readonly ReceivedSpan[], ending: string): EndingSpans {
  const application = spans.find(({ name }) => name === `ending ${ending}`);
  const own = spans.filter((span) => span !== application && span.traceId === application?.traceId);
  const strays = spans.filter((span) => span.traceId !== application?.traceId && said(span, 'model') === ending);
  return {
    application,
    models: [...own.filter((span) => isOfModel(span) && !isOfAgent(span)), ...strays],
    agents: own.filter(isOfAgent),
    others: own.filter((span) => !isOfModel(span)),
  };
}
