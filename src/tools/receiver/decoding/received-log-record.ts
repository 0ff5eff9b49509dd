import { readSpanId, readTraceId } from '../telemetry/telemetry-id.ts';
import type { ReceivedLogRecord, Resource, Scope } from '../telemetry/telemetry-model.ts';
import { readAttributes, readAttributeValue, readResource, readScope } from './attribute-value.ts';
import { readUint64 } from './int64.ts';
import type { ExportLogsMessage, LogRecordMessage } from './otlp-message.ts';

/** Every log record of an export request, in the order of the request. */
export function readLogRecords(message: ExportLogsMessage): ReceivedLogRecord[] {
  return (message.resourceLogs ?? []).flatMap((group) => {
    const resource = readResource(group.resource, group.schemaUrl);
    return (group.scopeLogs ?? []).flatMap(({ scope: scopeMessage, schemaUrl, logRecords }) => {
      const scope = readScope(scopeMessage, schemaUrl);
      return (logRecords ?? []).map((record) => readLogRecord(record, resource, scope));
    });
  });
}

function readLogRecord(record: LogRecordMessage, resource: Resource, scope: Scope): ReceivedLogRecord {
  const traceId = readTraceId(record.traceId);
  const spanId = readSpanId(record.spanId);
  return {
    timeUnixNano: readUint64(record.timeUnixNano),
    observedTimeUnixNano: readUint64(record.observedTimeUnixNano),
    severityNumber: record.severityNumber ?? 0,
    severityText: record.severityText ?? '',
    body: readAttributeValue(record.body),
    attributes: readAttributes(record.attributes),
    ...(record.eventName ? { eventName: record.eventName } : {}),
    ...(traceId ? { traceId } : {}),
    ...(spanId ? { spanId } : {}),
    flags: record.flags ?? 0,
    droppedAttributesCount: record.droppedAttributesCount ?? 0,
    resource,
    scope,
  };
}
