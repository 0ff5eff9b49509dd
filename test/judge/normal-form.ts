/** Telemetry without what differs from run to run: ids, times, ports, stack frames. */
import type { Attributes, AttributeValue, ReceivedSpan } from '../../src/receiver/telemetry.ts';
import type { HistogramPoint, ReceivedMetric } from '../../src/receiver/telemetry-metric.ts';
import type { Account, Testimony } from './testimony.ts';

/** One exchange: what the application saw, and the spans that it caused, each with its children. */
export interface NormalExchange {
  readonly account: unknown;
  readonly spans: readonly NormalSpan[];
}

export interface NormalSpan {
  readonly span: string;
  readonly children: readonly NormalSpan[];
  readonly [field: string]: unknown;
}

export function normalExchange(testimony: Testimony, about: string): NormalExchange {
  const account = testimony.accounts.find((entry) => entry.about === about);
  if (account === undefined) throw new Error(`expected an account of "${about}", got none`);
  const clean = cleaner(testimony);
  const { traceId: _traceId, ...told } = account;
  return { account: clean(told), spans: clean(trees(spansOf(testimony, account))) as readonly NormalSpan[] };
}

/** The spans of an exchange: those of the trace around it, and of the traces that its handlers were in. */
export function spansOf({ spans }: Testimony, { traceId, seen }: Account): readonly ReceivedSpan[] {
  const traces = new Set([traceId, ...seen.flatMap((entry) => entry.traceId ?? [])]);
  const name = (span: ReceivedSpan): boolean => traces.has(span.traceId);
  return spans.filter(name);
}

/** Spans that belong to no exchange. */
export function strays(testimony: Testimony): readonly string[] {
  const known = new Set(testimony.accounts.flatMap((account) => spansOf(testimony, account)));
  return testimony.spans.filter((span) => !known.has(span)).map((span) => `${span.name} (${span.kind})`);
}

function trees(spans: readonly ReceivedSpan[]): readonly NormalSpan[] {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const under = (parent: string | undefined): readonly NormalSpan[] =>
    spans
      .filter(({ parentSpanId = '' }) => (ids.has(parentSpanId) ? parentSpanId : undefined) === parent)
      .map((span) => ({ ...normalSpan(span, ids), children: under(span.spanId) }))
      .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return under(undefined);
}

function normalSpan({ name, kind, spanId: _id, traceId: _trace, ...span }: ReceivedSpan, ids: ReadonlySet<string>) {
  const {
    parentSpanId,
    startTimeUnixNano,
    endTimeUnixNano,
    durationMs: _duration,
    resource: _resource,
    ...rest
  } = span;
  const remote = parentSpanId === undefined || ids.has(parentSpanId) ? {} : { remoteParent: parentSpanId };
  return {
    span: `${name} (${kind})`,
    ...remote,
    endsAfterItStarts: endTimeUnixNano >= startTimeUnixNano,
    ...rest,
    attributes: sorted(span.attributes),
    events: span.events.map(({ timeUnixNano: _time, ...event }) => ({
      ...event,
      attributes: sorted(event.attributes),
    })),
  };
}

const sorted = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** Every point of every metric: its attributes, how often, and what it is of. Cumulative, so that the last export counts. */
export function normalMetrics(testimony: Testimony): Readonly<Record<string, unknown>> {
  const clean = cleaner(testimony);
  const points = testimony.metrics.flatMap((metric) =>
    metric.points.map((point) => {
      const attributes = clean(sorted(point.attributes)) as Attributes;
      const text = Object.entries(attributes).map(([key, value]) => `${key}=${String(value)}`);
      return [`${metric.name}: ${text.join(' ')}`, normalPoint(metric, point as HistogramPoint)] as const;
    }),
  );
  return Object.fromEntries(points.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function normalPoint({ points: _points, resource: _resource, ...metric }: ReceivedMetric, point: HistogramPoint) {
  const { count, explicitBounds, bucketCounts, sum = -1, min = -1, max = -1, flags } = point;
  const counted = bucketCounts?.reduce((total, bucket) => total + bucket, 0);
  return { ...metric, count, counted, explicitBounds, isSane: 0 < min && min <= max && max <= sum, flags };
}

/** Replaces the ports of the program's own servers, those of its connections, and ids that no request named. */
function cleaner({ places }: Testimony): (value: unknown) => unknown {
  const ports = new Map(Object.entries(places).map(([name, url]) => [new URL(url).port, name] as const));
  ports.delete('');
  const text = (value: string): string => {
    const [first = ''] = value.includes('\n    at ') ? value.split('\n') : [value];
    const named = first.replace(/(?<=:)\d{4,5}\b/g, (port) => (ports.has(port) ? `<${ports.get(port)}>` : port));
    return named.replace(/\b([0-9a-f]{32}|[0-9a-f]{16})\b/g, (id) => (KNOWN_IDS.test(id) ? id : '<id>'));
  };
  const clean = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return text(value);
    if (typeof value === 'number' && key.endsWith('.port'))
      return ports.has(`${value}`) ? `<${ports.get(`${value}`)}>` : portOf(key, value);
    if (Array.isArray(value)) return value.map((item) => clean(item));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, clean(item, name)]));
  };
  return (value) => clean(value);
}

const KNOWN_IDS = /^(4bf92f3577b34da6(a3ce929d0e0e4736)?|00f067aa0ba902b7|0+)$/;

const portOf = (key: string, port: number): AttributeValue => (key === 'network.peer.port' ? '<a connection>' : port);
