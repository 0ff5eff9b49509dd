import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { EncodedItem } from '../../encoding/encoded-item.ts';

export const NOT_SERIALIZABLE = 'a field has a value of the wrong kind, or nested too deeply';

/** How the items of one export are taken apart, and some of them put together again. */
export interface BatchSplitter<Items> {
  countOf(items: Items): number;
  /** Each item as an export of its own. */
  unitsOf(items: Items): readonly Items[];
  join(units: readonly Items[]): Items;
  /** Whether a destination can read all of it. Throws what getters throw. */
  isSerializable(items: Items): boolean;
}

function byItem<Item>(isSerializable: (item: Item) => boolean): BatchSplitter<Item[]> {
  return {
    countOf: (items) => items.length,
    unitsOf: (items) => items.map((item) => [item]),
    join: (units) => units.flat() as Item[],
    isSerializable: (items) => items.every(isSerializable),
  };
}

export const SPANS: BatchSplitter<ReadableSpan[]> = byItem(isSerializableSpan);
export const LOG_RECORDS: BatchSplitter<ReadableLogRecord[]> = byItem(isSerializableLogRecord);

/** Items that were found serializable when they were encoded. */
export const ENCODED: BatchSplitter<EncodedItem[]> = byItem(() => true);

/** What is serialised already. */
export const WHOLE: BatchSplitter<Uint8Array> = {
  countOf: () => 1,
  unitsOf: (body) => [body],
  join: ([body]) => body as Uint8Array,
  isSerializable: () => true,
};

/** Metrics, counted by data points. */
export const METRICS: BatchSplitter<ResourceMetrics> = {
  countOf: ({ scopeMetrics }) =>
    scopeMetrics.flatMap(({ metrics }) => metrics).reduce((sum, { dataPoints }) => sum + dataPoints.length, 0),
  unitsOf: ({ resource, scopeMetrics }) =>
    scopeMetrics.flatMap(({ scope, metrics }) =>
      metrics.map((metric) => ({ resource, scopeMetrics: [{ scope, metrics: [metric] }] })),
    ),
  join: (units) => ({ ...(units[0] as ResourceMetrics), scopeMetrics: units.flatMap((unit) => unit.scopeMetrics) }),
  isSerializable: () => true,
};

/** One request, and how many items are not in it since they cannot be serialised. */
export interface Serialised {
  readonly body: Uint8Array;
  readonly left: number;
  /** Of the first that was left out. */
  readonly error?: Error;
}

/** Nothing of an export can be serialised. No fault of the destination. */
export class SerializationError extends Error {}

/**
 * Serialises what can be: an item with a cycle in it, say, or with a getter that throws, costs no other. The usual case costs nothing beside.
 * @throws {SerializationError} when nothing can
 */
export function serializeBatch<Items>(
  items: Items,
  { countOf, unitsOf, join, isSerializable }: BatchSplitter<Items>,
  serialiseAny: (items: Items) => Uint8Array | undefined,
): Serialised {
  const serialise = (some: Items): Uint8Array | undefined => {
    if (isSerializable(some)) return serialiseAny(some);
    throw new TypeError(NOT_SERIALIZABLE);
  };
  const whole = attempt(items, serialise);
  if (!(whole instanceof Error)) return { body: whole, left: 0 };
  const outcomes = unitsOf(items).map((unit) => ({ unit, outcome: attempt(unit, serialise) }));
  const good = outcomes.filter(({ outcome }) => !(outcome instanceof Error)).map(({ unit }) => unit);
  const error = outcomes.map(({ outcome }) => outcome).find((outcome) => outcome instanceof Error) ?? whole;
  if (good.length === 0) throw new SerializationError(error.message, { cause: error });
  const rest = join(good);
  const body = attempt(rest, serialise);
  if (body instanceof Error) throw new SerializationError(body.message, { cause: body });
  return { body, left: countOf(items) - countOf(rest), error };
}

function attempt<Items>(items: Items, serialise: (items: Items) => Uint8Array | undefined): Uint8Array | Error {
  try {
    return serialise(items) ?? new Error('expected telemetry to be serialised, got nothing');
  } catch (error) {
    // Anything can be thrown by a getter.
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Decoders of protobuf give up beyond 100 levels, of which each one here takes three. */
const DEEPEST = 30;
const MOST_VALUES = 50_000;

/**
 * Whether a destination can read the span. One that cannot be read (a name that is no text, say) would cost its whole batch: the answer to that is
 * 400 and not to be sent again. Throws what a getter throws.
 */
export function isSerializableSpan({
  name,
  startTime,
  endTime,
  status,
  attributes,
  events,
  links,
}: ReadableSpan): boolean {
  const budget = { values: MOST_VALUES };
  const isSerializable = (value: unknown): boolean => isSerializableValue(value, 0, budget);
  return (
    typeof name === 'string' &&
    [startTime, endTime].every(isTime) &&
    Number.isInteger(status.code) &&
    isTextIfAny(status.message) &&
    isSerializable(attributes) &&
    events.every((event) => typeof event.name === 'string' && isTime(event.time) && isSerializable(event.attributes)) &&
    links.every((link) => isSerializable(link.attributes))
  );
}

/** The same for a log record. */
export function isSerializableLogRecord(record: ReadableLogRecord): boolean {
  const budget = { values: MOST_VALUES };
  const { severityNumber, severityText, eventName, hrTime, hrTimeObserved, body, attributes } = record;
  return (
    (severityNumber === undefined || Number.isInteger(severityNumber)) &&
    [severityText, eventName].every(isTextIfAny) &&
    [hrTime, hrTimeObserved].every(isTime) &&
    isSerializableValue(body, 0, budget) &&
    isSerializableValue(attributes, 0, budget)
  );
}

const isTextIfAny = (value: unknown): boolean => value === undefined || typeof value === 'string';

const isTime = (time: unknown): boolean =>
  Array.isArray(time) && time.length === 2 && time.every((part) => Number.isFinite(part) && part >= 0);

/** Cycles are too deep. */
function isSerializableValue(value: unknown, depth: number, budget: { values: number }): boolean {
  if (--budget.values < 0) return false;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return true;
  if (depth > DEEPEST) return false;
  for (const key of Object.keys(value)) {
    if (!isSerializableValue((value as Record<string, unknown>)[key], depth + 1, budget)) return false;
  }
  return true;
}
