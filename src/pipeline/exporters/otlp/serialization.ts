import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** How the items of one export are taken apart, and some of them put together again. */
export interface Division<Items> {
  countOf(items: Items): number;
  /** Each item as an export of its own. */
  unitsOf(items: Items): readonly Items[];
  join(units: readonly Items[]): Items;
  /** Whether a destination can read all of it. Throws what getters throw. */
  isSound(items: Items): boolean;
}

function byItem<Item>(isSound: (item: Item) => boolean): Division<Item[]> {
  return {
    countOf: (items) => items.length,
    unitsOf: (items) => items.map((item) => [item]),
    join: (units) => units.flat() as Item[],
    isSound: (items) => items.every(isSound),
  };
}

export const SPANS: Division<ReadableSpan[]> = byItem(isSoundSpan);
export const LOG_RECORDS: Division<ReadableLogRecord[]> = byItem(isSoundLogRecord);

/** What is serialised already. */
export const WHOLE: Division<Uint8Array> = {
  countOf: () => 1,
  unitsOf: (body) => [body],
  join: ([body]) => body as Uint8Array,
  isSound: () => true,
};

/** Metrics, counted by data points. */
export const METRICS: Division<ResourceMetrics> = {
  countOf: ({ scopeMetrics }) =>
    scopeMetrics.flatMap(({ metrics }) => metrics).reduce((sum, { dataPoints }) => sum + dataPoints.length, 0),
  unitsOf: ({ resource, scopeMetrics }) =>
    scopeMetrics.flatMap(({ scope, metrics }) =>
      metrics.map((metric) => ({ resource, scopeMetrics: [{ scope, metrics: [metric] }] })),
    ),
  join: (units) => ({ ...(units[0] as ResourceMetrics), scopeMetrics: units.flatMap((unit) => unit.scopeMetrics) }),
  isSound: () => true,
};

/** One request, and how many items are not in it since they cannot be serialised. */
export interface Serialised {
  readonly body: Uint8Array;
  readonly left: number;
  /** Of the first that was left out. */
  readonly error?: Error;
}

/** Nothing of an export can be serialised. No fault of the destination. */
export class NotSerialised extends Error {}

/**
 * Serialises what can be: an item with a cycle in it, say, or with a getter that throws, costs no other. The usual case costs nothing beside.
 * @throws {NotSerialised} when nothing can
 */
export function serialiseWhatCanBe<Items>(
  items: Items,
  { countOf, unitsOf, join, isSound }: Division<Items>,
  serialiseAny: (items: Items) => Uint8Array | undefined,
): Serialised {
  const serialise = (some: Items): Uint8Array | undefined => {
    if (isSound(some)) return serialiseAny(some);
    throw new TypeError('a field has a value of the wrong kind, or nested too deeply');
  };
  const whole = attempt(items, serialise);
  if (!(whole instanceof Error)) return { body: whole, left: 0 };
  const outcomes = unitsOf(items).map((unit) => ({ unit, outcome: attempt(unit, serialise) }));
  const good = outcomes.filter(({ outcome }) => !(outcome instanceof Error)).map(({ unit }) => unit);
  const error = outcomes.map(({ outcome }) => outcome).find((outcome) => outcome instanceof Error) ?? whole;
  if (good.length === 0) throw new NotSerialised(error.message, { cause: error });
  const rest = join(good);
  const body = attempt(rest, serialise);
  if (body instanceof Error) throw new NotSerialised(body.message, { cause: body });
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
