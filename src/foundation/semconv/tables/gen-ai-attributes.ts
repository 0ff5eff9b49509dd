import { ALWAYS, LATEST, LEGACY, NEVER, ONLY_1_41, SINCE_1_41 } from './gen-ai-generations.ts';
import { any, bool, constantsOf, double, int, string, strings } from './table.ts';

const STABLE = { stability: 'stable', ...ALWAYS } as const;

const requestAttributes = {
  'gen_ai.operation.name': string('What is done: `chat`, `embeddings`, `execute_tool`, …', ALWAYS),
  'gen_ai.provider.name': string('Who does it, as far as the client knows: `openai`, `anthropic`, …', SINCE_1_41),
  'gen_ai.system': string('Legacy name of `gen_ai.provider.name`; still written beside it by default', LEGACY),
  'gen_ai.request.model': string('The requested model', ALWAYS),
  'gen_ai.request.stream': bool('Whether the response was requested in chunks', SINCE_1_41),
  'gen_ai.request.temperature': double('Sampling temperature', ALWAYS),
  'gen_ai.request.top_p': double('Nucleus sampling', ALWAYS),
  'gen_ai.request.top_k': double('Most likely tokens to choose from; an int in the latest generation', ALWAYS),
  'gen_ai.request.max_tokens': int('Maximum number of output tokens', { unit: '{token}', ...ALWAYS }),
  'gen_ai.request.choice.count': int('Number of requested choices, if it is not 1', ALWAYS),
  'gen_ai.request.seed': int('Requests with the same seed are likelier to be answered the same', ALWAYS),
  'gen_ai.request.frequency_penalty': double('Frequency penalty', ALWAYS),
  'gen_ai.request.presence_penalty': double('Presence penalty', ALWAYS),
  'gen_ai.request.stop_sequences': strings('Texts at which the model stops', ALWAYS),
  'gen_ai.request.encoding_formats': strings('Requested formats of the embeddings', ALWAYS),
  'gen_ai.request.reasoning.level': string('Requested reasoning effort: `low`, `medium`, `high`', LATEST),
  'gen_ai.request.previous_response.id': string('The response that this request continues', LATEST),
  'gen_ai.embeddings.dimension.count': int('Requested dimensions of the embeddings', SINCE_1_41),
  'gen_ai.output.type': string('Requested kind of output: `text`, `json`, `image`, `speech`', ALWAYS),
  'gen_ai.prompt.name': string('Name of the prompt template', SINCE_1_41),
  'gen_ai.prompt.version': string('Version of the prompt template', LATEST),
  'gen_ai.conversation.id': string('The conversation, session or thread of the messages', ALWAYS),
};

const responseAttributes = {
  'gen_ai.response.id': string('Identifier of the answer', ALWAYS),
  'gen_ai.response.model': string('The model that answered', ALWAYS),
  'gen_ai.response.finish_reasons': strings('Why the model stopped, one for each answer', ALWAYS),
  'gen_ai.response.time_to_first_chunk': double('From the request to the first chunk', { unit: 's', ...SINCE_1_41 }),
};

const TOKENS = { unit: '{token}' };

const usageAttributes = {
  'gen_ai.usage.input_tokens': int('Tokens of the prompt, cached ones included', { ...TOKENS, ...ALWAYS }),
  'gen_ai.usage.output_tokens': int('Tokens of the answer, reasoning included', { ...TOKENS, ...ALWAYS }),
  'gen_ai.usage.cache_read.input_tokens': int('Input tokens read from a cache', { ...TOKENS, ...SINCE_1_41 }),
  'gen_ai.usage.cache_creation.input_tokens': int('Input tokens written to a cache', { ...TOKENS, ...ONLY_1_41 }),
  'gen_ai.usage.cache_write.input_tokens': int('Input tokens written to a cache', { ...TOKENS, ...LATEST }),
  'gen_ai.usage.reasoning.output_tokens': int('Output tokens spent on reasoning', { ...TOKENS, ...SINCE_1_41 }),
  'gen_ai.usage.prompt_tokens': int('Older name of `gen_ai.usage.input_tokens`', { ...TOKENS, ...NEVER }),
  'gen_ai.usage.completion_tokens': int('Older name of `gen_ai.usage.output_tokens`', { ...TOKENS, ...NEVER }),
  'gen_ai.token.type': string('`input` or `output`', { ...ALWAYS, generations: ['v1.36', 'v1.41'] }),
  'gen_ai.token.modality': string('`text`, `audio`, `image`, … or `unknown`', LATEST),
};

const contentAttributes = {
  'gen_ai.input.messages': any('The messages given to the model; opt-in', SINCE_1_41),
  'gen_ai.output.messages': any('The messages the model answered with; opt-in', SINCE_1_41),
  'gen_ai.system_instructions': any('Instructions given apart from the messages; opt-in', SINCE_1_41),
  'gen_ai.tool.definitions': any('The tools the model may call; opt-in', SINCE_1_41),
  'gen_ai.prompt': string('Older form of `gen_ai.input.messages`', NEVER),
  'gen_ai.completion': string('Older form of `gen_ai.output.messages`', NEVER),
};

/** Attributes of what takes part beside the model: agents, tools, data sources, evaluations, protocols and the wire. */
export const genAiActorAttributes = {
  'gen_ai.agent.id': string('Identifier of an agent', ALWAYS),
  'gen_ai.agent.name': string('Name of an agent', ALWAYS),
  'gen_ai.agent.description': string('What an agent is for', ALWAYS),
  'gen_ai.agent.version': string('Version of an agent', SINCE_1_41),
  'gen_ai.workflow.name': string('Name of a workflow', SINCE_1_41),
  'gen_ai.tool.name': string('Name of a tool', ALWAYS),
  'gen_ai.tool.type': string('`function`, `extension` or `datastore`', ALWAYS),
  'gen_ai.tool.description': string('What a tool does', ALWAYS),
  'gen_ai.tool.call.id': string('Identifier of the call of a tool', ALWAYS),
  'gen_ai.tool.call.arguments': any('What a tool was called with; opt-in', SINCE_1_41),
  'gen_ai.tool.call.result': any('What a tool answered; opt-in', SINCE_1_41),
  'gen_ai.data_source.id': string('Identifier of a data source, as the provider has it', ALWAYS),
  'gen_ai.retrieval.query.text': string('What was searched for; opt-in', SINCE_1_41),
  'gen_ai.retrieval.documents': any('What was found; opt-in', SINCE_1_41),
  'gen_ai.retrieval.top_k': int('Requested number of documents', LATEST),
  'gen_ai.evaluation.name': string('What is evaluated: `relevance`, …', SINCE_1_41),
  'gen_ai.evaluation.score.value': double('The score as a number', SINCE_1_41),
  'gen_ai.evaluation.score.label': string('The score as a word: `relevant`, `pass`, …', SINCE_1_41),
  'gen_ai.evaluation.explanation': string('Why this score', SINCE_1_41),
  'openai.api.type': string('`chat_completions` or `responses`', SINCE_1_41),
  'openai.request.service_tier': string('Requested service tier', SINCE_1_41),
  'openai.response.service_tier': string('Service tier that answered', SINCE_1_41),
  'openai.response.system_fingerprint': string('Changes when the provider changes something', SINCE_1_41),
  'mcp.method.name': string('Method of the Model Context Protocol: `tools/call`, …', SINCE_1_41),
  'mcp.session.id': string('Session of the Model Context Protocol', SINCE_1_41),
  'mcp.protocol.version': string('Version of the Model Context Protocol', SINCE_1_41),
  'mcp.resource.uri': string('Resource that is read', SINCE_1_41),
  'error.type': string('What kind of error ended it: a status code, a class, `cancelled`, …', STABLE),
  'server.address': string('Host of the provider', STABLE),
  'server.port': int('Port of the provider; with `server.address`', STABLE),
};

/** Attributes of generative AI: by name, what there is to know of them. https://opentelemetry.io/docs/specs/semconv/gen-ai/ */
export const genAiAttributes = {
  ...requestAttributes,
  ...responseAttributes,
  ...usageAttributes,
  ...contentAttributes,
  ...genAiActorAttributes,
};

/** `GenAiAttributes.REQUEST_MODEL` is `'gen_ai.request.model'`. */
export const GenAiAttributes = constantsOf('gen_ai', genAiAttributes);
