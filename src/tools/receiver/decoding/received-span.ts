import { readSpanId, readTraceId } from '../telemetry/telemetry-id.ts';
import type {
  ReceivedSpan,
  ReceivedSpanEvent,
  Resource,
  Scope,
  SpanKind,
  SpanLink,
  SpanStatusCode,
} from '../telemetry/telemetry-model.ts';
import { readAttributes, readResource, readScope } from './attribute-value.ts';
import { readUint64 } from './int64.ts';
import type { ExportTracesMessage, SpanEventMessage, SpanLinkMessage, SpanMessage } from './otlp-message.ts';

const NANOS_PER_MILLI = 1e6;
const KINDS: readonly SpanKind[] = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const STATUS_CODES: readonly SpanStatusCode[] = ['UNSET', 'OK', 'ERROR'];

/** Every span of an export request, in the order of the request. */
export function readSpans(message: ExportTracesMessage): ReceivedSpan[] {
  return (message.resourceSpans ?? []).flatMap((group) => {
    const resource = readResource(group.resource, group.schemaUrl);
    return (group.scopeSpans ?? []).flatMap(({ scope: scopeMessage, schemaUrl, spans }) => {
      const scope = readScope(scopeMessage, schemaUrl);
      return (spans ?? []).map((span) => readSpan(span, resource, scope));
    });
  });
}

function readSpan(span: SpanMessage, resource: Resource, scope: Scope): ReceivedSpan {
  const parentSpanId = readSpanId(span.parentSpanId);
  const startTimeUnixNano = readUint64(span.startTimeUnixNano);
  const endTimeUnixNano = readUint64(span.endTimeUnixNano);
  return {
    traceId: readTraceId(span.traceId),
    spanId: readSpanId(span.spanId),
    ...(parentSpanId ? { parentSpanId } : {}),
    name: span.name ?? '',
    kind: KINDS[span.kind ?? 0] ?? 'unspecified',
    startTimeUnixNano,
    endTimeUnixNano,
    durationMs: Number(endTimeUnixNano - startTimeUnixNano) / NANOS_PER_MILLI,
    status: readStatus(span.status),
    attributes: readAttributes(span.attributes),
    events: (span.events ?? []).map(readEvent),
    links: (span.links ?? []).map(readLink),
    ...(span.traceState ? { traceState: span.traceState } : {}),
    flags: span.flags ?? 0,
    droppedAttributesCount: span.droppedAttributesCount ?? 0,
    droppedEventsCount: span.droppedEventsCount ?? 0,
    droppedLinksCount: span.droppedLinksCount ?? 0,
    resource,
    scope,
  };
}

function readStatus(status: SpanMessage['status']): ReceivedSpan['status'] {
  const code = STATUS_CODES[status?.code ?? 0] ?? 'UNSET';
  return status?.message ? { code, message: status.message } : { code };
}

function readEvent(event: SpanEventMessage): ReceivedSpanEvent {
  return {
    name: event.name ?? '',
    timeUnixNano: readUint64(event.timeUnixNano),
    attributes: readAttributes(event.attributes),
    droppedAttributesCount: event.droppedAttributesCount ?? 0,
  };
}

function readLink(link: SpanLinkMessage): SpanLink {
  return {
    traceId: readTraceId(link.traceId),
    spanId: readSpanId(link.spanId),
    ...(link.traceState ? { traceState: link.traceState } : {}),
    flags: link.flags ?? 0,
    attributes: readAttributes(link.attributes),
    droppedAttributesCount: link.droppedAttributesCount ?? 0,
  };
}
