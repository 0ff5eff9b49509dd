import { Monitor } from '../../../src/library/monitor/monitor.ts';

/** `name` of each span with what is below it, in the order of their starts: a tree as nested lists of texts. */
export function treeOf(monitor: Monitor): readonly unknown[] {
  const spans = monitor.tracer.getAllSpans();
  const below = (parent: string | undefined): unknown[] =>
    spans
      .filter(({ parentSpanId }) =>
        parent === undefined ? !spans.some(({ spanId }) => spanId === parentSpanId) : parentSpanId === parent,
      )
      .map(({ name, spanId }) => {
        const children = below(spanId);
        return children.length === 0 ? name : [name, ...children];
      });
  return below(undefined);
}

export function spanOf(monitor: Monitor, name: string) {
  const found = monitor.tracer.getAllSpans().filter((span) => span.name === name);
  if (found.length !== 1) throw new Error(`expected one span ${name}, got ${found.length}`);
  return found[0] as (typeof found)[number];
}

export const quiet = (): Monitor => new Monitor({ serviceName: 'test', enableLogging: false });
