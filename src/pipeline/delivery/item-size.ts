import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** What an item takes without any text of its own. */
const BASE = 500;
const DEEPEST = 4;

/** About how many bytes a span holds: what it takes empty, and its texts. Cheap, since it is asked for every span. */
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

/** Never throws: what cannot be read counts nothing here, and is dealt with when it is serialised. */
function textsOf(value: unknown, depth: number): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return 8;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  let size = 0;
  try {
    for (const key in value) size += 16 + textsOf((value as Record<string, unknown>)[key], depth + 1);
  } catch {
    // A getter that throws.
  }
  return size;
}
