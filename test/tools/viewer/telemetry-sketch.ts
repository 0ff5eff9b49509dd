import type {
  Attributes,
  ReceivedLogRecord,
  ReceivedSpan,
  ReceivedSpanEvent,
  Resource,
  Scope,
  SpanKind,
} from '../../../src/tools/receiver/telemetry/telemetry-model.ts';

const EPOCH = 1_793_520_000_000_000_000n;
export const SCOPE: Scope = { name: 'sample', attributes: {} };

export const TRACE_ID = '5b8efff798038103d269b633813fc60c';

/** Nanoseconds since the epoch, from milliseconds since the begin of the sample. */
export const at = (millis: number): bigint => EPOCH + BigInt(Math.round(millis * 1e6));

export const resource = (service: string): Resource => ({ attributes: { 'service.name': service } });

export interface SpanSketch {
  id: string;
  parent?: string;
  trace?: string;
  service?: string;
  name?: string;
  kind?: SpanKind;
  /** From and to, in milliseconds. */
  ms?: [number, number];
  error?: string;
  attributes?: Attributes;
  events?: ReceivedSpanEvent[];
}

export function span(sketch: SpanSketch): ReceivedSpan {
  const { id, parent, trace = TRACE_ID, service = 'agent', name = id, kind = 'internal', ms = [0, 1] } = sketch;
  return {
    traceId: trace,
    spanId: id.padStart(16, '0'),
    ...(parent ? { parentSpanId: parent.padStart(16, '0') } : {}),
    name,
    kind,
    startTimeUnixNano: at(ms[0]),
    endTimeUnixNano: at(ms[1]),
    durationMs: ms[1] - ms[0],
    status: sketch.error === undefined ? { code: 'UNSET' } : { code: 'ERROR', message: sketch.error },
    attributes: sketch.attributes ?? {},
    events: sketch.events ?? [],
    links: [],
    flags: 1,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
    resource: resource(service),
    scope: SCOPE,
  };
}

const SEVERITIES = { DEBUG: 5, INFO: 9, WARN: 13, ERROR: 17 };

export function log(
  spanId: string,
  ms: number,
  level: keyof typeof SEVERITIES,
  body: string,
  { trace = TRACE_ID, service = 'agent', attributes = {} as Attributes } = {},
): ReceivedLogRecord {
  return {
    timeUnixNano: at(ms),
    observedTimeUnixNano: at(ms),
    severityNumber: SEVERITIES[level],
    severityText: level.toLowerCase(),
    body,
    attributes,
    traceId: trace,
    spanId: spanId.padStart(16, '0'),
    flags: 1,
    droppedAttributesCount: 0,
    resource: resource(service),
    scope: SCOPE,
  };
}
