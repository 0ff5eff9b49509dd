import type { ReceivedTrace } from '../receiver/telemetry/telemetry-model.ts';
import { serviceName } from './service-name.ts';

export interface TraceSelectionOptions {
  /** Maximum number of traces. @default 1 */
  limit?: number;
}

/**
 * The most informative traces, best first: many services, an LLM call, an error, log records, complete. Traces of a new
 * shape come before traces of a shape that is already selected. Of equal traces the latest comes first.
 */
export function selectTraces(
  store: { traces(): readonly ReceivedTrace[] },
  { limit = 1 }: TraceSelectionOptions = {},
): ReceivedTrace[] {
  const ranked = store
    .traces()
    .map((trace, index) => ({ trace, index, score: scoreTrace(trace), shape: shapeOf(trace) }))
    .sort((a, b) => b.score - a.score || b.index - a.index);
  const shapes = new Set<string>();
  const isFirstOfShape = ({ shape }: { shape: string }) => !shapes.has(shape) && shapes.add(shape);
  const distinct = ranked.filter(isFirstOfShape);
  const repeated = ranked.filter((one) => !distinct.includes(one));
  return [...distinct, ...repeated].slice(0, limit).map(({ trace }) => trace);
}

/** Points, the larger the more interesting. */
function scoreTrace({ spans, logs }: ReceivedTrace): number {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const services = new Set(spans.map(({ resource }) => serviceName(resource)));
  const has = (condition: boolean, points: number) => (condition ? points : 0);
  return (
    10 * services.size +
    has(spans.some(hasGenAi), 6) +
    has(spans.some(hasError), 4) +
    has(logs.length > 0, 3) +
    Math.min(spans.length, 30) / 10 -
    has(!spans.some(({ parentSpanId }) => !parentSpanId), 20) -
    has(
      spans.some(({ parentSpanId }) => parentSpanId && !ids.has(parentSpanId)),
      5,
    )
  );
}

/** The spans of a trace without ids, times and repetitions. */
function shapeOf({ spans }: ReceivedTrace): string {
  const parts = spans.map(
    ({ resource, name, status }) => `${serviceName(resource)} ${name} ${status.code === 'ERROR'}`,
  );
  return [...new Set(parts)].sort().join('\n');
}

const hasError = ({ status }: ReceivedTrace['spans'][number]): boolean => status.code === 'ERROR';
const hasGenAi = ({ attributes }: ReceivedTrace['spans'][number]): boolean =>
  Object.keys(attributes).some((key) => key.startsWith('gen_ai.'));
