import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { AttributeDefinition, AttributeType, Generation } from '../tables/definition.ts';
import { genAiAttributes } from '../tables/gen-ai-attributes.ts';
import { legacySystem } from '../tables/gen-ai-values.ts';
import type { GenAiOperation } from './gen-ai-operation.ts';

/** The attributes that are known when the operation begins, for the start of the span, where samplers see them. */
export function requestAttributes(operation: GenAiOperation, generation: Generation): Attributes {
  return attributesOf(operation, rowsOf(REQUEST_ROWS, generation));
}

/** The attributes that are known at the end: response, usage, error. */
export function responseAttributes(operation: GenAiOperation, generation: Generation): Attributes {
  const attributes = attributesOf(operation, rowsOf(RESPONSE_ROWS, generation));
  if (operation.usage?.estimated === true) attributes['l0.usage.estimated'] = true;
  return attributes;
}

/** All attributes of an operation, in the words of a generation of the conventions; those of no or of unusable value are left out. */
export function operationAttributes(operation: GenAiOperation, generation: Generation): Attributes {
  return Object.assign(requestAttributes(operation, generation), responseAttributes(operation, generation));
}

type Rows = readonly (readonly [...OperationRow, AttributeType])[];

const byGeneration = new Map<string, Rows>();

function rowsOf(rows: readonly OperationRow[], generation: Generation): Rows {
  const key = `${generation} ${rows === REQUEST_ROWS}`;
  let own = byGeneration.get(key);
  if (own === undefined) {
    const definitions: Readonly<Record<string, AttributeDefinition>> = genAiAttributes;
    own = rows.flatMap(([name, value]) => {
      const definition = definitions[name];
      return definition !== undefined && isWritten(name, definition, generation)
        ? [[name, value, typeIn(generation, name, definition.type)] as const]
        : [];
    });
    byGeneration.set(key, own);
  }
  return own;
}

/** v1.41 has no `gen_ai.system` any more; backends that have not followed still read it. */
function isWritten(name: string, { generations = [] }: AttributeDefinition, generation: Generation): boolean {
  return generations.includes(generation) || (name === 'gen_ai.system' && generation === 'v1.41');
}

const typeIn = (generation: Generation, name: string, type: AttributeType): AttributeType =>
  generation === 'latest' && name === 'gen_ai.request.top_k' ? 'int' : type;

function attributesOf(operation: GenAiOperation, rows: Rows): Attributes {
  const attributes: Attributes = {};
  for (const [name, read, type] of rows) {
    const value = asType(type, read(operation));
    if (value !== undefined) attributes[name] = value;
  }
  return attributes;
}

/** Applications do not always pass the right type: null for unset, a string for a list of one. */
function asType(type: AttributeType, value: unknown): AttributeValue | undefined {
  switch (type) {
    case 'int':
      return typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : undefined;
    case 'double':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'string[]':
      return listOf(value);
    default:
      return typeof value === 'string' && value !== '' ? value : undefined;
  }
}

function listOf(value: unknown): string[] | undefined {
  const list = (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');
  return list.length > 0 ? list : undefined;
}

/** The name of an attribute and where its value is in an operation. */
export type OperationRow = readonly [name: string, value: (operation: GenAiOperation) => unknown];

/** The attributes at the beginning of an operation, the most important first, since samplers see them. */
export const REQUEST_ROWS: readonly OperationRow[] = [
  ['gen_ai.operation.name', (o) => o.operation],
  ['gen_ai.provider.name', (o) => o.provider],
  ['gen_ai.system', (o) => o.provider && legacySystem(o.provider)],
  ['gen_ai.request.model', (o) => o.request?.model],
  ['server.address', (o) => o.server?.address],
  ['server.port', (o) => (o.server?.address === undefined ? undefined : o.server.port)],
  ['gen_ai.request.stream', (o) => o.request?.stream],
  ['gen_ai.request.temperature', (o) => o.request?.temperature],
  ['gen_ai.request.top_p', (o) => o.request?.topP],
  ['gen_ai.request.top_k', (o) => o.request?.topK],
  ['gen_ai.request.max_tokens', (o) => o.request?.maxTokens],
  ['gen_ai.request.choice.count', (o) => (o.request?.choiceCount === 1 ? undefined : o.request?.choiceCount)],
  ['gen_ai.request.seed', (o) => o.request?.seed],
  ['gen_ai.request.frequency_penalty', (o) => o.request?.frequencyPenalty],
  ['gen_ai.request.presence_penalty', (o) => o.request?.presencePenalty],
  ['gen_ai.request.stop_sequences', (o) => o.request?.stopSequences],
  ['gen_ai.request.encoding_formats', (o) => o.request?.encodingFormats],
  ['gen_ai.request.reasoning.level', (o) => o.request?.reasoningLevel],
  ['gen_ai.request.previous_response.id', (o) => o.request?.previousResponseId],
  ['gen_ai.embeddings.dimension.count', (o) => o.request?.dimensionCount],
  ['gen_ai.output.type', (o) => o.request?.outputType],
  ['gen_ai.prompt.name', (o) => o.request?.promptName],
  ['gen_ai.prompt.version', (o) => o.request?.promptVersion],
  ['gen_ai.conversation.id', (o) => o.conversationId],
  ['gen_ai.agent.id', (o) => o.agent?.id],
  ['gen_ai.agent.name', (o) => o.agent?.name],
  ['gen_ai.agent.description', (o) => o.agent?.description],
  ['gen_ai.agent.version', (o) => o.agent?.version],
  ['gen_ai.workflow.name', (o) => o.workflowName],
  ['gen_ai.tool.name', (o) => o.tool?.name],
  ['gen_ai.tool.type', (o) => o.tool?.type],
  ['gen_ai.tool.description', (o) => o.tool?.description],
  ['gen_ai.tool.call.id', (o) => o.tool?.callId],
  ['gen_ai.data_source.id', (o) => o.dataSourceId],
  ['gen_ai.retrieval.top_k', (o) => o.retrievalTopK],
  ['openai.api.type', (o) => o.openai?.apiType],
  ['openai.request.service_tier', (o) => o.openai?.requestServiceTier],
];

/** The attributes at the end of an operation. */
export const RESPONSE_ROWS: readonly OperationRow[] = [
  ['gen_ai.response.id', (o) => o.response?.id],
  ['gen_ai.response.model', (o) => o.response?.model],
  ['gen_ai.response.finish_reasons', (o) => o.response?.finishReasons],
  ['gen_ai.response.time_to_first_chunk', (o) => o.response?.timeToFirstChunkSeconds],
  ['gen_ai.usage.input_tokens', (o) => o.usage?.inputTokens],
  ['gen_ai.usage.output_tokens', (o) => o.usage?.outputTokens],
  ['gen_ai.usage.cache_read.input_tokens', (o) => o.usage?.cacheReadInputTokens],
  ['gen_ai.usage.cache_creation.input_tokens', (o) => o.usage?.cacheWriteInputTokens],
  ['gen_ai.usage.cache_write.input_tokens', (o) => o.usage?.cacheWriteInputTokens],
  ['gen_ai.usage.reasoning.output_tokens', (o) => o.usage?.reasoningOutputTokens],
  ['openai.response.service_tier', (o) => o.openai?.responseServiceTier],
  ['openai.response.system_fingerprint', (o) => o.openai?.systemFingerprint],
  ['error.type', (o) => o.error?.type],
];
