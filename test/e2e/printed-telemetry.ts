import { readSections, type Section } from './debug-output.ts';
import { type PollingOptions, poll } from './servers/polling.ts';
import type { ServerProcess } from './servers/server-process.ts';

/** Values as the Collector prints them, with their type: `Str(eu)`, `Int(3)`. */
type Values = Readonly<Record<string, string>>;

export interface PrintedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for a root. */
  readonly parentId: string;
  /** `Server`, `Internal`, … */
  readonly kind: string;
  /** `Unset`, `Ok` or `Error`. */
  readonly status: string;
  readonly statusMessage: string;
  readonly attributes: Values;
  readonly events: readonly { readonly name: string; readonly attributes: Values }[];
  /** Name and version. */
  readonly scope: string;
  readonly resource: Values;
}

export interface PrintedLog {
  readonly body: string;
  /** `Info(9)` */
  readonly severity: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Values;
  readonly scope: string;
  readonly resource: Values;
}

export interface PrintedMetric {
  readonly name: string;
  readonly unit: string;
  /** `Sum`, `Gauge`, `Histogram`, … */
  readonly type: string;
  /** All that is printed of a point: Value, or Count, Sum, Min, Max and `Buckets #1, Count`, … */
  readonly points: readonly { readonly attributes: Values; readonly fields: Values }[];
  readonly scope: string;
  readonly resource: Values;
}

export interface PrintedTelemetry {
  readonly spans: readonly PrintedSpan[];
  readonly logs: readonly PrintedLog[];
  /** One for each export. */
  readonly metrics: readonly PrintedMetric[];
}

/** The detailed output of the Collector's debug exporter so far. */
export function printedTelemetry(collector: ServerProcess): PrintedTelemetry {
  const items = readSections(collector.output()).flatMap((resource) =>
    resource.parts.flatMap((scope) =>
      scope.parts.map((item) => ({ item, scope: scope.fields['Scope'] ?? '', resource: resource.attributes })),
    ),
  );
  const ofKind = (kind: string): Owned[] => items.filter(({ item }) => item.kind === kind);
  return {
    spans: ofKind('Span').map(toSpan),
    logs: ofKind('LogRecord').map(toLog),
    metrics: ofKind('Metric').map(toMetric),
  };
}

/** The same of one service, as soon as it is what is waited for. */
export function waitForTelemetry(
  collector: ServerProcess,
  { service, ...polling }: PollingOptions<PrintedTelemetry> & { readonly service: string },
): Promise<PrintedTelemetry> {
  const isOfService = ({ resource }: { readonly resource: Values }): boolean =>
    resource['service.name'] === `Str(${service})`;
  return poll(() => {
    const { spans, logs, metrics } = printedTelemetry(collector);
    return { spans: spans.filter(isOfService), logs: logs.filter(isOfService), metrics: metrics.filter(isOfService) };
  }, polling);
}

/** The item of a name, or an error that says which there are. */
export function named<Item extends { readonly name: string }>(items: readonly Item[], name: string): Item {
  const found = items.find((item) => item.name === name);
  if (found !== undefined) return found;
  throw new Error(`expected one named ${name}, got ${items.map((item) => item.name).join(', ') || 'none'}`);
}

interface Owned {
  readonly item: Section;
  readonly scope: string;
  readonly resource: Values;
}

function toSpan({ item, ...owner }: Owned): PrintedSpan {
  const { fields, attributes, parts } = item;
  return {
    ...owner,
    name: fields['Name'] ?? '',
    traceId: fields['Trace ID'] ?? '',
    spanId: fields['ID'] ?? '',
    parentId: fields['Parent ID'] ?? '',
    kind: fields['Kind'] ?? '',
    status: fields['Status code'] ?? '',
    statusMessage: fields['Status message'] ?? '',
    attributes,
    events: parts
      .filter(({ kind }) => kind === 'SpanEvent')
      .map((event) => ({ name: event.fields['Name'] ?? '', attributes: event.attributes })),
  };
}

function toLog({ item, ...owner }: Owned): PrintedLog {
  const { fields, attributes } = item;
  return {
    ...owner,
    body: fields['Body'] ?? '',
    severity: fields['SeverityNumber'] ?? '',
    traceId: fields['Trace ID'] ?? '',
    spanId: fields['Span ID'] ?? '',
    attributes,
  };
}

function toMetric({ item, ...owner }: Owned): PrintedMetric {
  const { fields, parts } = item;
  return {
    ...owner,
    name: fields['Name'] ?? '',
    unit: fields['Unit'] ?? '',
    type: fields['DataType'] ?? '',
    points: parts.map(({ attributes, fields }) => ({ attributes, fields })),
  };
}
