import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** The size of an item without texts. */
const BASE = 500;
const MAX_DEPTH = 4;

/** The approximate size of a span in bytes: its base size and its texts. Cheap, because it runs for every span. */
export function spanSize(span: ReadableSpan): number {
  let size = BASE + textsOf(span.name, 0) + textsOf(span.attributes, 0);
  for (const event of span.events) size += BASE / 4 + textsOf(event.attributes, 0);
  for (const link of span.links) size += BASE / 4 + textsOf(link.attributes, 0);
  return size;
}

/** The same for a log record. */
export function logRecordSize(record: ReadableLogRecord): number {
  return BASE + textsOf(record.body, 0) + textsOf(record.attributes, 0);
}

/** Never throws: unreadable values count nothing here, and are handled by serialization. */
function textsOf(value: unknown, depth: number): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return 8;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  let size = 0;
  try {
    for (const key in value) size += 16 + textsOf((value as Record<string, unknown>)[key], depth + 1);
  } catch {
    // A getter that throws.
  }
  return size;
}
