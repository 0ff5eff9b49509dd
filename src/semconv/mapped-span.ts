import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';
import { type CaptureOptions, captureContent, isCaptured } from './captured-content.ts';
import type { AttributeDefinition, Generation } from './definition.ts';
import { readGenAi } from './dialect-gen-ai.ts';
import { langfuse } from './dialect-langfuse.ts';
import { openInference } from './dialect-openinference.ts';
import { openLlmetry } from './dialect-openllmetry.ts';
import { vercel } from './dialect-vercel.ts';
import { isContent, withoutContent } from './dropped-content.ts';
import { ForeignAttributes } from './foreign-attributes.ts';
import type { ForeignReading } from './foreign-reading.ts';
import { genAiAttributes } from './gen-ai-attributes.ts';
import type { GenAiOperation } from './gen-ai-operation.ts';
import { mergedOperation } from './merged-operation.ts';
import { operationAttributes } from './operation-attributes.ts';
import { operationSpanName } from './operation-name.ts';
import { aggregateUsage, hasUsage } from './usage-attributes.ts';

export interface MappingOptions {
  readonly generation: Generation;
  /** Whether the attributes that were mapped stay beside what they were mapped to. */
  readonly originals: 'keep' | 'drop';
  /** Of content only what is captured gets a gen_ai attribute. */
  readonly capture: CaptureOptions;
}

/** A span in the conventions' words. */
export interface MappedSpan {
  readonly name: string;
  readonly attributes: Attributes;
  readonly events: readonly TimedEvent[];
  /** Whether the span around it tells the same tokens again. */
  readonly isInsideAnother: boolean;
}

// The Vercel AI SDK writes gen_ai attributes too, and Langfuse may be around anything: the most telling first.
const DIALECTS = [vercel, openInference, langfuse, openLlmetry];

/**
 * A span of another library as the conventions of a generation want it: operation, attributes and name. `isAround`: a span inside of it has told its
 * tokens already. What is no such span only has its older gen_ai names added to and keeps its name.
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
    // What a model uses that a tool asks is no part of what the model around the tool uses.
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
