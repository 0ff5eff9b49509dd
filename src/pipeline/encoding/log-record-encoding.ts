import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { writeAnyValue, writeAttributes } from './any-value.ts';
import type { ByteWriter } from './byte-writer.ts';

/** A `ScopeLogs.log_records` field. https://github.com/open-telemetry/opentelemetry-proto logs.proto; tags are field number * 8 + wire type. */
export function writeLogRecord(writer: ByteWriter, record: ReadableLogRecord): void {
  const { hrTime, hrTimeObserved, severityNumber, severityText, body, eventName, spanContext } = record;
  const opened = writer.open(0x12);
  writer.byte(0x09);
  writer.time(hrTime[0], hrTime[1]);
  if (severityNumber) {
    writer.byte(0x10);
    writer.varint(severityNumber);
  }
  if (severityText) writer.text(0x1a, severityText);
  if (body !== undefined) {
    const value = writer.open(0x2a);
    writeAnyValue(writer, body);
    writer.close(value);
  }
  if (record.attributes) writeAttributes(writer, 0x32, record.attributes);
  if (record.droppedAttributesCount) {
    writer.byte(0x38);
    writer.varint(record.droppedAttributesCount);
  }
  if (spanContext?.traceFlags) {
    writer.byte(0x45);
    writer.fixed32(spanContext.traceFlags);
  }
  if (spanContext?.traceId) writer.hex(0x4a, spanContext.traceId);
  if (spanContext?.spanId) writer.hex(0x52, spanContext.spanId);
  writer.byte(0x59);
  writer.time(hrTimeObserved[0], hrTimeObserved[1]);
  if (eventName) writer.text(0x62, eventName);
  writer.close(opened);
}
