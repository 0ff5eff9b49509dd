import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** Decoders of protobuf give up beyond 100 levels, of which each one here takes three. */
const DEEPEST = 30;
const MOST_VALUES = 50_000;

/**
 * Whether a destination can read the span. One that cannot be read (a name that is no text, say) would cost its whole batch: the answer to that is
 * 400 and not to be sent again. Throws what a getter throws.
 */
export function isSoundSpan({ name, startTime, endTime, status, attributes, events, links }: ReadableSpan): boolean {
  const budget = { values: MOST_VALUES };
  const isSound = (value: unknown): boolean => isSoundValue(value, 0, budget);
  return (
    typeof name === 'string' &&
    [startTime, endTime].every(isTime) &&
    Number.isInteger(status.code) &&
    isTextIfAny(status.message) &&
    isSound(attributes) &&
    events.every((event) => typeof event.name === 'string' && isTime(event.time) && isSound(event.attributes)) &&
    links.every((link) => isSound(link.attributes))
  );
}

/** The same for a log record. */
export function isSoundLogRecord(record: ReadableLogRecord): boolean {
  const budget = { values: MOST_VALUES };
  const { severityNumber, severityText, eventName, hrTime, hrTimeObserved, body, attributes } = record;
  return (
    (severityNumber === undefined || Number.isInteger(severityNumber)) &&
    [severityText, eventName].every(isTextIfAny) &&
    [hrTime, hrTimeObserved].every(isTime) &&
    isSoundValue(body, 0, budget) &&
    isSoundValue(attributes, 0, budget)
  );
}

const isTextIfAny = (value: unknown): boolean => value === undefined || typeof value === 'string';

const isTime = (time: unknown): boolean =>
  Array.isArray(time) && time.length === 2 && time.every((part) => Number.isFinite(part) && part >= 0);

/** Cycles are too deep. */
function isSoundValue(value: unknown, depth: number, budget: { values: number }): boolean {
  if (--budget.values < 0) return false;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return true;
  if (depth > DEEPEST) return false;
  for (const key of Object.keys(value)) {
    if (!isSoundValue((value as Record<string, unknown>)[key], depth + 1, budget)) return false;
  }
  return true;
}
