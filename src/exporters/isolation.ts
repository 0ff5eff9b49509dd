import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { isSoundLogRecord, isSoundSpan } from './soundness.ts';

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
