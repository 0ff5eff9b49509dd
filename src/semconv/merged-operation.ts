import type { GenAiOperation } from './gen-ai-operation.ts';

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
