import type { Attributes } from '@opentelemetry/api';
import type { Generation, MetricDefinition } from '../tables/definition.ts';
import { genAiMetrics } from '../tables/gen-ai-metrics.ts';
import { type GenAiOperation, isClientOperation, isInference } from './gen-ai-operation.ts';
import { operationAttributes } from './operation-attributes.ts';

/** A value to be recorded. */
export interface MetricPoint {
  readonly metric: MetricDefinition;
  readonly value: number;
  readonly attributes: Attributes;
}

/**
 * The values that an ended operation adds to the metrics of a generation. Their attributes are those that the metric's definition lists, none of which is
 * an identifier. An unknown value is left out.
 */
export function operationMetrics(operation: GenAiOperation, generation: Generation): readonly MetricPoint[] {
  const all = operationAttributes(operation, generation);
  const points = generation === 'latest' ? latestPoints(operation) : releasedPoints(operation);
  return points.flatMap(([metric, value, extra]) =>
    metric.generations?.includes(generation) === true && value !== undefined && Number.isFinite(value) && value >= 0
      ? [{ metric, value, attributes: { ...pick(all, metric.attributes), ...extra } }]
      : [],
  );
}

type Point = readonly [metric: MetricDefinition, value: number | undefined, extra?: Attributes];
const named = genAiMetrics;

/** The metric of the time between two chunks of a stream; undefined if the generation has none for this operation. */
export function chunkIntervalMetric(
  { operation }: GenAiOperation,
  generation: Generation,
): MetricDefinition | undefined {
  const isLatest = generation === 'latest';
  const metric = isLatest
    ? named['gen_ai.client.inference.time_per_output_chunk']
    : named['gen_ai.client.operation.time_per_output_chunk'];
  const isForOperation = isLatest ? isInference(operation) : isClientOperation(operation);
  return isForOperation && metric.generations?.includes(generation) === true ? metric : undefined;
}

/** The attributes of an operation that a metric has. */
export const metricAttributes = (
  operation: GenAiOperation,
  generation: Generation,
  metric: Pick<MetricDefinition, 'attributes'>,
): Attributes => pick(operationAttributes(operation, generation), metric.attributes);

function releasedPoints({ operation, durationSeconds, usage, response }: GenAiOperation): readonly Point[] {
  if (!isClientOperation(operation)) return [];
  const tokens = named['gen_ai.client.token.usage'];
  const interval = named['gen_ai.client.operation.time_per_output_chunk'];
  return [
    [named['gen_ai.client.operation.duration'], durationSeconds],
    [tokens, usage?.inputTokens, { 'gen_ai.token.type': 'input' }],
    [tokens, usage?.outputTokens, { 'gen_ai.token.type': 'output' }],
    [named['gen_ai.client.operation.time_to_first_chunk'], response?.timeToFirstChunkSeconds],
    ...(response?.chunkIntervalsSeconds ?? []).map((seconds) => [interval, seconds] as const),
  ];
}

function latestPoints(operation: GenAiOperation): readonly Point[] {
  const { operation: name, durationSeconds, usage } = operation;
  if (isInference(name)) return inferencePoints(operation);
  switch (name) {
    case 'embeddings':
      return [
        [named['gen_ai.client.embeddings.duration'], durationSeconds],
        [named['gen_ai.client.embeddings.operation.input_tokens'], usage?.inputTokens],
      ];
    case 'execute_tool':
      return [[named['gen_ai.execute_tool.duration'], durationSeconds]];
    case 'invoke_agent':
      return [[named['gen_ai.invoke_agent.duration'], durationSeconds]];
    case 'invoke_workflow':
      return [[named['gen_ai.invoke_workflow.duration'], durationSeconds]];
    default:
      return [[named['gen_ai.client.operation.duration'], durationSeconds]];
  }
}

const UNKNOWN = { 'gen_ai.token.modality': 'unknown' };

/** The usage counters count an operation of unknown usage with 0, as the convention requires. */
function inferencePoints({ durationSeconds, usage = {}, response }: GenAiOperation): readonly Point[] {
  const interval = named['gen_ai.client.inference.time_per_output_chunk'];
  return [
    [named['gen_ai.client.inference.duration'], durationSeconds],
    [named['gen_ai.client.inference.operation.input_tokens'], usage.inputTokens],
    [named['gen_ai.client.inference.operation.output_tokens'], usage.outputTokens],
    [named['gen_ai.client.inference.usage.input_tokens'], usage.inputTokens ?? 0, UNKNOWN],
    [named['gen_ai.client.inference.usage.output_tokens'], usage.outputTokens ?? 0, UNKNOWN],
    [named['gen_ai.client.inference.usage.cache_read.input_tokens'], usage.cacheReadInputTokens, UNKNOWN],
    [named['gen_ai.client.inference.usage.cache_write.input_tokens'], usage.cacheWriteInputTokens, UNKNOWN],
    [named['gen_ai.client.inference.usage.reasoning.output_tokens'], usage.reasoningOutputTokens, UNKNOWN],
    [named['gen_ai.client.inference.time_to_first_chunk'], response?.timeToFirstChunkSeconds],
    ...(response?.chunkIntervalsSeconds ?? []).map((seconds) => [interval, seconds] as const),
  ];
}

/** In the legacy generation metrics have the system in place of the provider. */
function pick(all: Attributes, names: readonly string[]): Attributes {
  const wanted = 'gen_ai.provider.name' in all ? names : [...names, 'gen_ai.system'];
  return Object.fromEntries(wanted.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])));
}
