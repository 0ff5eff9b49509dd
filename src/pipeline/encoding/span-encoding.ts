import type { SpanContext } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { writeAttributes } from './any-value.ts';
import { attributeSourceOf } from './attribute-source.ts';
import type { ByteWriter } from './byte-writer.ts';

const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;

/** A `ScopeSpans.spans` field. https://github.com/open-telemetry/opentelemetry-proto trace.proto; tags are field number * 8 + wire type. */
export function writeSpan(writer: ByteWriter, span: ReadableSpan): void {
  const opened = writer.open(0x12);
  const context = span.spanContext();
  const { parentSpanContext: parent, kind, startTime, endTime, status } = span;
  writeIds(writer, context);
  if (parent?.spanId) writer.hex(0x22, parent.spanId);
  writer.text(0x2a, span.name);
  if (kind !== undefined) writeCount(writer, 0x30, kind + 1);
  writer.byte(0x39);
  writer.time(startTime[0], startTime[1]);
  writer.byte(0x41);
  writer.time(endTime[0], endTime[1]);
  const source = attributeSourceOf(span);
  if (source === undefined) writeAttributes(writer, 0x4a, span.attributes);
  else source.write(writer, 0x4a);
  writeCount(writer, 0x50, span.droppedAttributesCount);
  writeEvents(writer, span);
  writeLinks(writer, span);
  if (status.code !== 0 || status.message) {
    const message = writer.open(0x7a);
    if (status.message) writer.text(0x12, status.message);
    writeCount(writer, 0x18, status.code);
    writer.close(message);
  }
  // Field 16 has a tag of two bytes.
  writer.byte(0x85);
  writer.byte(0x01);
  writer.fixed32(flagsOf(context.traceFlags, parent?.isRemote));
  writer.close(opened);
}

function writeIds(writer: ByteWriter, { traceId, spanId, traceState }: SpanContext): void {
  writer.hex(0x0a, traceId);
  writer.hex(0x12, spanId);
  const state = traceState?.serialize();
  if (state) writer.text(0x1a, state);
}

function writeEvents(writer: ByteWriter, { events, droppedEventsCount }: ReadableSpan): void {
  for (const { name, time, attributes, droppedAttributesCount } of events) {
    const opened = writer.open(0x5a);
    writer.byte(0x09);
    writer.time(time[0], time[1]);
    writer.text(0x12, name);
    if (attributes !== undefined) writeAttributes(writer, 0x1a, attributes);
    writeCount(writer, 0x20, droppedAttributesCount);
    writer.close(opened);
  }
  writeCount(writer, 0x60, droppedEventsCount);
}

function writeLinks(writer: ByteWriter, { links, droppedLinksCount }: ReadableSpan): void {
  for (const { context, attributes, droppedAttributesCount } of links) {
    const opened = writer.open(0x6a);
    writeIds(writer, context);
    if (attributes !== undefined) writeAttributes(writer, 0x22, attributes);
    writeCount(writer, 0x28, droppedAttributesCount);
    writer.byte(0x35);
    writer.fixed32(flagsOf(context.traceFlags, context.isRemote));
    writer.close(opened);
  }
  writeCount(writer, 0x70, droppedLinksCount);
}

/** Zero is what an absent field means. */
function writeCount(writer: ByteWriter, tag: number, count: number | undefined): void {
  if (!count) return;
  writer.byte(tag);
  writer.varint(count);
}

const flagsOf = (traceFlags: number, isRemote: boolean | undefined): number =>
  (traceFlags & 0xff) | HAS_IS_REMOTE | (isRemote === true ? IS_REMOTE : 0);
