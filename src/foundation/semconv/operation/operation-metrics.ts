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
 * What an operation that has ended adds to the metrics of a generation. The attributes are those that the metric's definition lists: none is an
 * identifier. Of what is not known there is no point.
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

/** The usage counters count operations without usage too, with 0: that is how the convention wants it. */
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

/** Of the legacy generation metrics were named by system, not by provider. */
function pick(all: Attributes, names: readonly string[]): Attributes {
  const wanted = 'gen_ai.provider.name' in all ? names : [...names, 'gen_ai.system'];
  return Object.fromEntries(wanted.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])));
}
