import type { ReceivedSpan } from '../../../src/tools/receiver/telemetry/telemetry-model.ts';

/**
 * Spans as an indented tree, in the order of their starts: `name (kind)`, with `!` when it failed and `*` for each exception on it.
 * Of the attributes it shows those that are named.
 */
export function outline(spans: readonly ReceivedSpan[], attributes: readonly string[] = []): readonly string[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const byParent = Map.groupBy(spans, ({ parentSpanId }) => (known.has(parentSpanId ?? '') ? parentSpanId : undefined));
  const lines = (parent: string | undefined, depth: number): readonly string[] =>
    (byParent.get(parent) ?? [])
      .toSorted((a, b) => Number(a.startTimeUnixNano - b.startTimeUnixNano))
      .flatMap((span) => [`${'  '.repeat(depth)}${describe(span, attributes)}`, ...lines(span.spanId, depth + 1)]);
  return lines(undefined, 0);
}

function describe({ name, kind, status, events, attributes }: ReceivedSpan, shown: readonly string[]): string {
  const failed = status.code === 'ERROR' ? '!' : '';
  const exceptions = events.filter((event) => event.name === 'exception').map(() => '*');
  const values = shown.filter((key) => key in attributes).map((key) => ` ${key}=${String(attributes[key])}`);
  return `${name} (${kind})${failed}${exceptions.join('')}${values.join('')}`;
}
