import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { EncodedItem } from '../../encoding/encoded-item.ts';
import { countDataPoints } from './data-points.ts';
import { SerializationError } from './otlp-request.ts';

export const NOT_SERIALIZABLE = 'a field has a value of the wrong kind, or nested too deeply';

/** Splits an export into its items and joins some of them again. */
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

/** The body of a request, which is serialized already. */
export const BODY: BatchSplitter<Uint8Array> = {
  countOf: () => 1,
  unitsOf: (body) => [body],
  join: ([body]) => body as Uint8Array,
  isSerializable: () => true,
};

/** Metrics, counted by data points. */
export const METRICS: BatchSplitter<ResourceMetrics> = {
  countOf: countDataPoints,
  unitsOf: ({ resource, scopeMetrics }) =>
    scopeMetrics.flatMap(({ scope, metrics }) =>
      metrics.map((metric) => ({ resource, scopeMetrics: [{ scope, metrics: [metric] }] })),
    ),
  join: (units) => ({ ...(units[0] as ResourceMetrics), scopeMetrics: units.flatMap((unit) => unit.scopeMetrics) }),
  isSerializable: () => true,
};

export interface SerializedBatch {
  readonly body: Uint8Array;
  /** The number of items that are not in the body since they cannot be serialized. */
  readonly skipped: number;
  /** The error of the first item that was skipped. */
  readonly error?: Error;
}

/**
 * Serializes the items that can be: one with a cycle or a throwing getter does not cost the others. Usually all of them are serialized at once.
 * @throws {SerializationError} when none can be
 */
export function serializeBatch<Items>(
  items: Items,
  { countOf, unitsOf, join, isSerializable }: BatchSplitter<Items>,
  serializeAny: (items: Items) => Uint8Array | undefined,
): SerializedBatch {
  const serialize = (some: Items): Uint8Array | undefined => {
    if (isSerializable(some)) return serializeAny(some);
    throw new TypeError(NOT_SERIALIZABLE);
  };
  const whole = attempt(items, serialize);
  if (!(whole instanceof Error)) return { body: whole, skipped: 0 };
  const outcomes = unitsOf(items).map((unit) => ({ unit, outcome: attempt(unit, serialize) }));
  const good = outcomes.filter(({ outcome }) => !(outcome instanceof Error)).map(({ unit }) => unit);
  const error = outcomes.map(({ outcome }) => outcome).find((outcome) => outcome instanceof Error) ?? whole;
  if (good.length === 0) throw new SerializationError(error.message, { cause: error });
  const rest = join(good);
  const body = attempt(rest, serialize);
  if (body instanceof Error) throw new SerializationError(body.message, { cause: body });
  return { body, skipped: countOf(items) - countOf(rest), error };
}

function attempt<Items>(items: Items, serialize: (items: Items) => Uint8Array | undefined): Uint8Array | Error {
  try {
    return serialize(items) ?? new Error('expected telemetry to be serialized, got nothing');
  } catch (error) {
    // A getter can throw anything.
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Protobuf decoders reject more than 100 levels; each level of attributes takes three. */
const MAX_DEPTH = 30;
const MAX_VALUES = 50_000;

/**
 * Whether a destination can read the span. One that cannot be read (with a name that is no string, say) would cost its whole batch: the
 * response is 400, which is not retried. Throws what a getter throws.
 */
export function isSerializableSpan(span: ReadableSpan): boolean {
  const { name, startTime, endTime, status, attributes, events, links } = span;
  const budget = { values: MAX_VALUES };
  const isSerializable = (value: unknown): boolean => isSerializableValue(value, 0, budget);
  return (
    typeof name === 'string' &&
    [startTime, endTime].every(isTime) &&
    Number.isInteger(status.code) &&
    isOptionalString(status.message) &&
    isSerializable(attributes) &&
    events.every((event) => typeof event.name === 'string' && isTime(event.time) && isSerializable(event.attributes)) &&
    links.every((link) => isSerializable(link.attributes))
  );
}

/** The same for a log record. */
export function isSerializableLogRecord(record: ReadableLogRecord): boolean {
  const budget = { values: MAX_VALUES };
  const { severityNumber, severityText, eventName, hrTime, hrTimeObserved, body, attributes } = record;
  return (
    (severityNumber === undefined || Number.isInteger(severityNumber)) &&
    [severityText, eventName].every(isOptionalString) &&
    [hrTime, hrTimeObserved].every(isTime) &&
    isSerializableValue(body, 0, budget) &&
    isSerializableValue(attributes, 0, budget)
  );
}

const isOptionalString = (value: unknown): boolean => value === undefined || typeof value === 'string';

const isTime = (time: unknown): boolean =>
  Array.isArray(time) && time.length === 2 && time.every((part) => Number.isFinite(part) && part >= 0);

/** A cycle is nested too deeply. */
function isSerializableValue(value: unknown, depth: number, budget: { values: number }): boolean {
  if (--budget.values < 0) return false;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return true;
  if (depth > MAX_DEPTH) return false;
  for (const key of Object.keys(value)) {
    if (!isSerializableValue((value as Record<string, unknown>)[key], depth + 1, budget)) return false;
  }
  return true;
}
