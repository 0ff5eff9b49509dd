import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { AttributeDefinition, AttributeType, Generation } from './definition.ts';
import { genAiAttributes } from './gen-ai-attributes.ts';
import type { GenAiOperation } from './gen-ai-operation.ts';
import { type OperationRow, REQUEST_ROWS, RESPONSE_ROWS } from './operation-rows.ts';

/** What is known when the operation begins: for the span's start, where samplers see it. */
export function requestAttributes(operation: GenAiOperation, generation: Generation): Attributes {
  return attributesOf(operation, rowsOf(REQUEST_ROWS, generation));
}

/** What is known when it has ended: answer, usage, error. */
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

/** What SDKs are called with is not always of the type it should be: null for unset, one text for a list of one. */
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
