import { spansOf } from './model-spans.ts';
import type { ComparedRun, ProgramRun } from './program-run.ts';

/** All that otelier's metrics count of a kind; a program that ends exports them once. */
function counted({ metrics }: ProgramRun, name: string, attributes: Readonly<Record<string, string>> = {}): number {
  let count = 0;
  for (const metric of metrics) {
    if (metric.name !== name || metric.type !== 'histogram') continue;
    for (const point of metric.points)
      if (Object.entries(attributes).every(([key, value]) => point.attributes[key] === value)) count += point.count;
  }
  return count;
}

/** Each call is counted in the metrics, too, and tokens that a provider has told: never those that were estimated. */
export function callMetricsShortfalls({ endings, watched }: ComparedRun): readonly string[] {
  const spans = endings.flatMap(({ name }) => spansOf(watched.spans, name).models);
  const told = (name: string): number =>
    spans.filter(({ attributes }) => name in attributes && attributes['l0.usage.estimated'] !== true).length;
  const inputs = spans.filter(({ attributes }) => 'gen_ai.usage.input_tokens' in attributes).length;
  const expected = {
    durations: spans.length,
    outputs: told('gen_ai.usage.output_tokens'),
    inputs,
  };
  const actual = {
    durations: counted(watched, 'gen_ai.client.operation.duration'),
    outputs: counted(watched, 'gen_ai.client.token.usage', { 'gen_ai.token.type': 'output' }),
    inputs: counted(watched, 'gen_ai.client.token.usage', { 'gen_ai.token.type': 'input' }),
  };
  return Object.keys(expected).flatMap((key) => {
    const [is, should] = [actual[key as keyof typeof actual], expected[key as keyof typeof expected]];
    return is === should ? [] : [`metrics of ${key}: ${is} calls instead of ${should}`];
  });
}
