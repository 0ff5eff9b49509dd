import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';
import { type CaptureOptions, captureContent, isCaptured } from '../operation/captured-content.ts';
import { type GenAiOperation, isInference } from '../operation/gen-ai-operation.ts';
import { operationAttributes } from '../operation/operation-attributes.ts';
import { operationSpanName } from '../operation/operation-name.ts';
import type { AttributeDefinition, Generation } from '../tables/definition.ts';
import { genAiAttributes } from '../tables/gen-ai-attributes.ts';
import type { ForeignReading } from './dialect.ts';
import { readGenAi } from './dialect-gen-ai.ts';
import { langfuse } from './dialect-langfuse.ts';
import { openInference } from './dialect-openinference.ts';
import { openLlmetry } from './dialect-openllmetry.ts';
import { vercel } from './dialect-vercel.ts';
import { isContent, withoutContent } from './dropped-content.ts';
import { ForeignAttributes } from './foreign-attributes.ts';

export interface MappingOptions {
  readonly generation: Generation;
  /** Whether the attributes that were mapped stay beside what they were mapped to. */
  readonly originals: 'keep' | 'drop';
  /** Only captured content becomes a gen_ai attribute. */
  readonly capture: CaptureOptions;
}

/** A span in the conventions' words. */
export interface MappedSpan {
  readonly name: string;
  readonly attributes: Attributes;
  readonly events: readonly TimedEvent[];
  /** Whether the span around it records the same tokens again. */
  readonly isInsideAnother: boolean;
}

// The most specific dialect comes first: the Vercel AI SDK writes gen_ai attributes too, and Langfuse may surround anything.
const DIALECTS = [vercel, openInference, langfuse, openLlmetry];

/**
 * Maps a span of another library to a generation of the conventions: operation, attributes and name. `isAround` means that a span inside of it has recorded
 * its tokens already. A span of no known dialect keeps its name, and only its older gen_ai names are supplemented.
 */
export function mapSpan(span: ReadableSpan, isAround: boolean, options: MappingOptions): MappedSpan {
  const source = new ForeignAttributes(span.attributes);
  const dialect = DIALECTS.find((one) => one.isSpoken(source));
  const reading = dialect?.read(source, {
    name: span.name,
    startTimeMillis: span.startTime[0] * 1_000 + span.startTime[1] / 1e6,
  });
  const operation = withError(span, mergedOperation(readGenAi(source), reading?.operation ?? {}));
  const isWrapper = isAround || reading?.isWrapper === true;
  const added = { ...operationAttributes(operation, options.generation), ...captured(reading, options) };
  // Without an operation it is a step, a guardrail, …: no conventions, no name.
  if (operation.operation === undefined) delete added['gen_ai.operation.name'];
  const kept = options.originals === 'keep' ? span.attributes : withoutOriginals(span.attributes, source, options);
  const attributes = { ...kept, ...added };
  const isNamed = reading !== undefined && operation.operation !== undefined;
  return {
    name: isNamed ? operationSpanName(operation) : span.name,
    attributes: isWrapper ? aggregateUsage(attributes, operation.operation) : attributes,
    events: options.originals === 'keep' ? span.events : withoutContent(span.events, isOnSpans(options)),
    // The tokens of a model that a tool calls do not belong to the model around the tool.
    isInsideAnother: isAround ? operation.operation !== 'execute_tool' : !isWrapper && hasUsage(attributes),
  };
}

const ERROR = 2;

function withError(span: ReadableSpan, operation: GenAiOperation): GenAiOperation {
  if (span.status.code !== ERROR || span.attributes['error.type'] !== undefined) return operation;
  const exception = span.events.find(({ name }) => name === 'exception')?.attributes?.['exception.type'];
  return { ...operation, error: { type: typeof exception === 'string' && exception !== '' ? exception : '_OTHER' } };
}

function captured(reading: ForeignReading | undefined, { capture }: MappingOptions): Attributes {
  return reading === undefined || !isCaptured(capture) ? {} : captureContent(reading.content(), capture).attributes;
}

/** Whether content may stand on spans. */
const isOnSpans = ({ capture }: MappingOptions): boolean => isCaptured(capture) && capture.place !== 'EVENT_ONLY';

function withoutOriginals(all: Attributes, source: ForeignAttributes, options: MappingOptions): Attributes {
  const definitions: Readonly<Record<string, AttributeDefinition>> = genAiAttributes;
  const isCurrent = (name: string): boolean => definitions[name]?.generations?.includes(options.generation) === true;
  const isOriginal = (name: string): boolean =>
    isContent(name, isOnSpans(options)) || (source.read.has(name) && name !== 'session.id' && !isCurrent(name));
  return Object.fromEntries(Object.entries(all).filter(([name]) => !isOriginal(name)));
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Two readings of one span as one: what the second says wins, part by part. Without an operation there may be none. */
export function mergedOperation(first: Partial<GenAiOperation>, second: Partial<GenAiOperation>): GenAiOperation {
  return merged(first as Fields, second as Fields) as unknown as GenAiOperation;
}

function merged(first: Fields, second: Fields): Fields {
  const result: Record<string, unknown> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    if (value === undefined) continue;
    const before = result[key];
    result[key] = isFields(before) && isFields(value) ? merged(before, value) : value;
  }
  return result;
}

const USAGE = 'gen_ai.usage.';
/** Tokens that an inner span counts already have names that nothing adds up. */
export const AGGREGATED = 'otelier.aggregated.';
const IS_AGGREGATE = 'otelier.aggregate';

export const hasUsage = (attributes: Attributes): boolean =>
  attributes['gen_ai.usage.input_tokens'] !== undefined || attributes['gen_ai.usage.output_tokens'] !== undefined;

/**
 * Moves `gen_ai.usage.*` to `otelier.aggregated.gen_ai.usage.*`: the sum of gen_ai.usage over all spans is what was used. A span that looks like a call
 * of a model, but has that call inside of it, is also marked: who counts calls leaves it out.
 */
export function aggregateUsage(attributes: Attributes, operation: string | undefined): Attributes {
  const moved: Attributes = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name.startsWith(USAGE) ? `${AGGREGATED}${name}` : name, value]),
  );
  if (operation !== undefined && (isInference(operation) || operation === 'embeddings')) moved[IS_AGGREGATE] = true;
  return moved;
}
