import type { Attributes } from '@opentelemetry/api';
import { isInference } from './gen-ai-operation.ts';

const USAGE = 'gen_ai.usage.';
/** What is counted inside of a span already is told under names that nobody adds up. */
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
