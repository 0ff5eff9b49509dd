import { isDeepStrictEqual } from 'node:util';
import type { ReceivedSpan } from '../../src/tools/receiver/telemetry/telemetry-model.ts';
import type { Ending } from './endings.ts';
import { spansOf } from './model-spans.ts';
import type { ComparedRun } from './program-run.ts';
import type { Api, Subject } from './subjects.ts';

const FINISH: Readonly<Record<Api, string>> = {
  chat: 'stop',
  responses: 'stop',
  anthropic: 'end_turn',
  vercel: 'stop',
};

/** What otelier's spans must say beyond what every instrumentation is asked: by name, attribute and value. */
export function ownShortfalls({ subject, endings, watched }: ComparedRun): readonly string[] {
  const isLast = endings.length === 1;
  return endings.flatMap((ending) => {
    const { models, others } = spansOf(watched.spans, ending.name);
    return models.flatMap((span, index) => [
      ...attributeShortfalls(span, ending, subject, index),
      ...(isLast || !isRequestSeen(subject, ending) ? [] : requestShortfalls(span, others, ending)),
    ]);
  });
}

/** observeStream comes after the request. The span of a request that node-fetch does not read to its end is lost by the official instrumentation of http. */
const isRequestSeen = ({ api, isNodeFetch }: Subject, { answer, end }: Ending): boolean =>
  api !== 'vercel' && !(isNodeFetch && (answer === 'part' || end === 'abandoned'));

/** The requests of a call are under its span. */
function requestShortfalls(span: ReceivedSpan, others: readonly ReceivedSpan[], ending: Ending): readonly string[] {
  const { name, requests = 1 } = ending;
  const under = others.filter(({ parentSpanId }) => parentSpanId === span.spanId).length;
  return under === requests ? [] : [`${name}: ${under} spans of requests under it instead of ${requests}`];
}

function attributeShortfalls(span: ReceivedSpan, ending: Ending, subject: Subject, index: number): readonly string[] {
  const expected = { ...requestOf(ending, subject), ...answerOf(ending, subject, index), ...endOf(ending, subject) };
  const actual: Readonly<Record<string, unknown>> = {
    ...span.attributes,
    name: span.name,
    kind: span.kind,
    status: span.status.code,
  };
  return Object.entries(expected).flatMap(([key, value]) => {
    const isRight = typeof value === 'function' ? value(actual[key]) : isDeepStrictEqual(actual[key], value);
    return isRight ? [] : [`${ending.name}: ${key} is ${JSON.stringify(actual[key])} instead of ${String(value)}`];
  });
}

type Expected = Readonly<Record<string, unknown>>;

function requestOf({ name, operation = 'chat', isStream = true }: Ending, { api }: Subject): Expected {
  const provider = api === 'anthropic' ? 'anthropic' : 'openai';
  return {
    name: `${operation} ${name}`,
    kind: 'client',
    'gen_ai.operation.name': operation,
    'gen_ai.provider.name': provider,
    'gen_ai.system': provider,
    'gen_ai.request.model': name,
    'gen_ai.request.stream': isStream ? true : undefined,
    'server.address': api === 'vercel' ? undefined : '127.0.0.1',
  };
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isAbsent = (value: unknown): boolean => value === undefined;

function answerOf({ answer, name, operation }: Ending, subject: Subject, index: number): Expected {
  const { api } = subject;
  if (name === 'embed') return { 'gen_ai.usage.input_tokens': 3, 'gen_ai.usage.output_tokens': undefined };
  if (answer === 'none') return { 'gen_ai.response.id': undefined, 'gen_ai.usage.output_tokens': undefined };
  const known = {
    'gen_ai.response.id': isText,
    'gen_ai.response.model': operation === 'text_completion' ? isText : modelOf(api),
  };
  if (answer === 'whole')
    return {
      ...known,
      'gen_ai.response.finish_reasons': [finishReasonOf(name, api, index)],
      'gen_ai.usage.input_tokens': 9,
      'gen_ai.usage.output_tokens': 4,
      'l0.usage.estimated': undefined,
    };
  if (answer === 'uncounted')
    return {
      ...known,
      'gen_ai.response.finish_reasons': [index === 0 ? 'tool_calls' : 'stop'],
      'gen_ai.usage.input_tokens': undefined,
      'gen_ai.usage.output_tokens': 4,
      'l0.usage.estimated': true,
    };
  return partOf(subject, name, known);
}

function finishReasonOf(name: string, api: Api, index: number): string {
  if (name === 'tools' || (name === 'runnerTools' && index === 0)) return 'tool_use';
  return name === 'toolsPlain' && index === 0 ? 'tool_calls' : FINISH[api];
}

/** Anthropic tells the input tokens first. Parts of the Vercel SDK tell everything last. */
function partOf({ api }: Subject, name: string, known: Expected): Expected {
  const isSoonOver = name === 'textStream' || name === 'exit';
  return {
    ...(api === 'vercel' || isSoonOver ? {} : known),
    'gen_ai.usage.input_tokens': api === 'anthropic' ? 9 : undefined,
    ...(name === 'textStream' ? { 'gen_ai.usage.output_tokens': 4, 'l0.usage.estimated': true } : {}),
    ...(name === 'inBand' && api !== 'vercel'
      ? { 'l0.usage.estimated': true, 'gen_ai.response.finish_reasons': undefined }
      : {}),
  };
}

const modelOf = (api: Api): string => (api === 'anthropic' ? 'claude-sonnet-4-5-20250929' : 'gpt-4o-mini-2024-07-18');

function endOf({ end, error, isStream = true }: Ending, subject: Subject): Expected {
  const isFailed = end === 'failed' || end === 'aborted';
  return {
    status: isFailed ? 'ERROR' : 'UNSET',
    'error.type': isFailed ? error?.(subject) : isAbsent,
    'l0.stream.status': isStream || end === 'abandoned' ? end : undefined,
  };
}
