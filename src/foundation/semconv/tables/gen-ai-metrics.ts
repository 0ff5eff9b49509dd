import {
  CLIENT_DURATION_BUCKETS,
  TIME_PER_OUTPUT_TOKEN_BUCKETS,
  TIME_TO_FIRST_TOKEN_BUCKETS,
  TOKEN_BUCKETS,
} from './buckets.ts';
import { ALWAYS, LATEST, ONLY_1_41, UNTIL_LATEST } from './gen-ai-generations.ts';
import { constantsOf, counter, histogram, named } from './table.ts';

const OPERATION = [
  'gen_ai.operation.name',
  'gen_ai.provider.name',
  'gen_ai.request.model',
  'gen_ai.response.model',
  'server.address',
  'server.port',
];
const WITH_ERROR = { attributes: [...OPERATION, 'error.type'] };
const BY_TYPE = { attributes: [...OPERATION, 'gen_ai.token.type'] };
const BY_MODALITY = { attributes: [...OPERATION, 'gen_ai.token.modality'] };
const DURATION = { ...WITH_ERROR, buckets: CLIENT_DURATION_BUCKETS };
const CHUNKS = { attributes: OPERATION, buckets: CLIENT_DURATION_BUCKETS };
const TOKENS = { ...WITH_ERROR, buckets: TOKEN_BUCKETS };

const clientMetrics = {
  'gen_ai.client.operation.duration': histogram('s', 'Duration of an operation', { ...DURATION, ...ALWAYS }),
  'gen_ai.client.token.usage': histogram('{token}', 'Tokens used by an operation', {
    ...BY_TYPE,
    buckets: TOKEN_BUCKETS,
    ...UNTIL_LATEST,
  }),
  'gen_ai.client.operation.time_to_first_chunk': histogram('s', 'From the request to the first chunk', {
    ...CHUNKS,
    ...ONLY_1_41,
  }),
  'gen_ai.client.operation.time_per_output_chunk': histogram('s', 'Between two chunks', { ...CHUNKS, ...ONLY_1_41 }),
  'gen_ai.client.inference.duration': histogram('s', 'Duration of an inference', { ...DURATION, ...LATEST }),
  'gen_ai.client.inference.time_to_first_chunk': histogram('s', 'From the request to the first chunk', {
    ...CHUNKS,
    ...LATEST,
  }),
  'gen_ai.client.inference.time_per_output_chunk': histogram('s', 'Between two chunks', { ...CHUNKS, ...LATEST }),
  'gen_ai.client.embeddings.duration': histogram('s', 'Duration of making embeddings', { ...DURATION, ...LATEST }),
  'gen_ai.client.embeddings.operation.input_tokens': histogram('{token}', 'Input tokens of making embeddings', {
    ...TOKENS,
    ...LATEST,
  }),
  'gen_ai.client.inference.operation.input_tokens': histogram('{token}', 'Input tokens of an inference', {
    ...TOKENS,
    ...LATEST,
  }),
  'gen_ai.client.inference.operation.output_tokens': histogram('{token}', 'Output tokens of an inference', {
    ...TOKENS,
    ...LATEST,
  }),
};

const usage = (description: string) => counter('{token}', description, { ...BY_MODALITY, ...LATEST });

const usageMetrics = {
  'gen_ai.client.inference.usage.input_tokens': usage('Input tokens, cached ones included'),
  'gen_ai.client.inference.usage.output_tokens': usage('Output tokens, reasoning included'),
  'gen_ai.client.inference.usage.cache_read.input_tokens': usage('Input tokens read from a cache'),
  'gen_ai.client.inference.usage.cache_write.input_tokens': usage('Input tokens written to a cache'),
  'gen_ai.client.inference.usage.reasoning.output_tokens': usage('Output tokens spent on reasoning'),
};

const of = (...attributes: readonly string[]) => ({
  attributes: [...attributes, 'error.type'],
  buckets: CLIENT_DURATION_BUCKETS,
  ...LATEST,
});

const actorMetrics = {
  'gen_ai.invoke_agent.duration': histogram('s', 'Duration of an agent', of('gen_ai.agent.name')),
  'gen_ai.execute_tool.duration': histogram('s', 'Duration of a tool', of('gen_ai.tool.name')),
  'gen_ai.invoke_workflow.duration': histogram('s', 'Duration of a workflow', of('gen_ai.workflow.name')),
};

const SERVER = { attributes: OPERATION, ...ALWAYS };

const serverMetrics = {
  'gen_ai.server.request.duration': histogram('s', 'Duration of a request, to the last byte', {
    ...DURATION,
    ...ALWAYS,
  }),
  'gen_ai.server.time_per_output_token': histogram('s', 'Time per output token after the first', {
    buckets: TIME_PER_OUTPUT_TOKEN_BUCKETS,
    ...SERVER,
  }),
  'gen_ai.server.time_to_first_token': histogram('s', 'Time to the first token', {
    buckets: TIME_TO_FIRST_TOKEN_BUCKETS,
    ...SERVER,
  }),
};

/** Metrics of generative AI: by name, what there is to know of them. */
export const genAiMetrics = named({ ...clientMetrics, ...usageMetrics, ...actorMetrics, ...serverMetrics });

/** `GenAiMetrics.CLIENT_OPERATION_DURATION` is `'gen_ai.client.operation.duration'`. */
export const GenAiMetrics = constantsOf('gen_ai', genAiMetrics);
