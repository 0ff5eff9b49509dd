import type { AnyValue } from '@opentelemetry/api';
import type { Generation } from '../tables/definition.ts';
import { legacySystem } from '../tables/gen-ai-values.ts';
import type { GenAiContent, GenAiMessage, GenAiPart } from './gen-ai-message.ts';
import type { GenAiOperation } from './gen-ai-operation.ts';
import { operationAttributes } from './operation-attributes.ts';

/** Attributes of log records can be structures. */
export type EventAttributes = Record<string, AnyValue>;

/** A log record with a name. */
export interface GenAiEvent {
  readonly name: string;
  readonly severity: 'INFO' | 'WARN';
  readonly attributes: EventAttributes;
  /** The content of the legacy generation's events. */
  readonly body?: EventAttributes;
}

/**
 * The events of an ended operation, in the names of a generation. `content` is the exported content, redacted and cut already; without it no event has
 * messages.
 */
export function operationEvents(
  operation: GenAiOperation,
  generation: Generation,
  content?: GenAiContent,
): readonly GenAiEvent[] {
  const events = content === undefined ? [] : contentEvents(operation, generation, content);
  return generation === 'v1.36' ? events : [...events, ...exceptionEvent(operation, generation)];
}

function contentEvents(operation: GenAiOperation, generation: Generation, content: GenAiContent) {
  return generation === 'v1.36' ? messageEvents(operation, content) : [detailsEvent(operation, generation, content)];
}

function detailsEvent(operation: GenAiOperation, generation: Generation, content: GenAiContent): GenAiEvent {
  const attributes = { ...operationAttributes(operation, generation), ...contentAttributes(content) };
  return { name: 'gen_ai.client.inference.operation.details', severity: 'INFO', attributes };
}

/** The attributes of content, structured: spans have them as JSON texts. */
export function contentAttributes(content: GenAiContent): EventAttributes {
  const all = {
    'gen_ai.system_instructions': content.systemInstructions,
    'gen_ai.input.messages': content.input,
    'gen_ai.output.messages': content.output,
    'gen_ai.tool.definitions': content.toolDefinitions,
    'gen_ai.tool.call.arguments': content.toolArguments,
    'gen_ai.tool.call.result': content.toolResult,
    'gen_ai.retrieval.query.text': content.retrievalQuery,
    'gen_ai.retrieval.documents': content.retrievalDocuments,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as EventAttributes;
}

function exceptionEvent(operation: GenAiOperation, generation: Generation): readonly GenAiEvent[] {
  const { error, ...rest } = operation;
  if (error === undefined) return [];
  const exception = {
    'exception.type': error.className ?? error.type,
    'exception.message': error.message,
    'exception.stacktrace': error.stack,
  };
  const known = Object.entries(exception).filter(([, value]) => value !== undefined && value !== '');
  const attributes = { ...operationAttributes(rest, generation), ...Object.fromEntries(known) } as EventAttributes;
  return [{ name: 'gen_ai.client.operation.exception', severity: 'WARN', attributes }];
}

const LEGACY_EVENTS: Readonly<Record<string, string>> = {
  system: 'gen_ai.system.message',
  user: 'gen_ai.user.message',
  assistant: 'gen_ai.assistant.message',
  tool: 'gen_ai.tool.message',
};

/** One event for each message. https://github.com/open-telemetry/semantic-conventions/blob/v1.36.0/docs/gen-ai/gen-ai-events.md */
function messageEvents({ provider, response }: GenAiOperation, content: GenAiContent): readonly GenAiEvent[] {
  const attributes: EventAttributes = provider === undefined ? {} : { 'gen_ai.system': legacySystem(provider) };
  const { systemInstructions, input = [], output = [] } = content;
  const instructions = systemInstructions === undefined ? [] : [{ role: 'system', parts: systemInstructions }];
  const prompts = [...instructions, ...input].map((message) => ({
    name: LEGACY_EVENTS[message.role] ?? 'gen_ai.user.message',
    severity: 'INFO' as const,
    attributes,
    body: legacyBody(message),
  }));
  const choices = output.map((message, index) => ({
    name: 'gen_ai.choice',
    severity: 'INFO' as const,
    attributes,
    body: {
      index,
      finish_reason: message.finish_reason ?? response?.finishReasons?.[index] ?? 'error',
      message: legacyBody(message),
    },
  }));
  return [...prompts, ...choices];
}

function legacyBody({ role, parts }: GenAiMessage): EventAttributes {
  const text = parts.flatMap((part) => (part.type === 'text' ? [String(part['content'])] : [])).join('');
  const answers = parts.filter((part) => part.type === 'tool_call_response');
  const calls = parts.filter((part) => part.type === 'tool_call').map(legacyCall);
  const [answer] = answers as readonly { id?: string; response?: unknown }[];
  const content = answer === undefined ? text : answer.response;
  return {
    role,
    ...(content === '' || content === undefined ? {} : { content }),
    ...(answer?.id === undefined ? {} : { id: answer.id }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  } as EventAttributes;
}

function legacyCall(part: GenAiPart): EventAttributes {
  const { id, name, arguments: given } = part as { id?: string; name?: string; arguments?: unknown };
  return {
    ...(id === undefined ? {} : { id }),
    type: 'function',
    function: { name, arguments: given },
  } as EventAttributes;
}
