import type { StreamEventType } from './stream-event-type.ts';

export { StreamEventType } from './stream-event-type.ts';

/** Something that happened in a stream. Its payload lies flat beside these fields or under `meta`, with keys in camelCase or snake_case. */
export interface StreamEvent {
  /** One of StreamEventType. Another type is passed on and counted. */
  readonly type: StreamEventType | (string & Record<never, never>);
  /** When it happened, in milliseconds since the epoch. */
  readonly ts: number;
  readonly streamId: string;
  /** Data of the application about the stream. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** The payload, or data of the application if the payload is flat. Flat fields take precedence. */
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly [payload: string]: unknown;
}

/** The event of another language's runtime: `stream_id` instead of `streamId`. */
export type ForeignStreamEvent = Omit<StreamEvent, 'streamId'> & { readonly stream_id: string };

export type StreamEventHandler = (event: StreamEvent) => unknown;

/** An event whose envelope has been read and found usable. */
export interface ReadEvent {
  readonly type: string;
  /** Milliseconds since the epoch. */
  readonly ts: number;
  readonly streamId: string;
  readonly context: Readonly<Record<string, unknown>> | undefined;
  /** One thing of the payload by its camelCase name, wherever and in whichever notation it is there; null counts as absent. Never throws. */
  readonly get: (name: string) => unknown;
}

/** The last moment a Date can hold. https://tc39.es/ecma262/#sec-time-values-and-time-range */
const LAST_MILLIS = 8.64e15;

/** Reads an event of either shape; undefined if it has no type, stream id or time. Never throws. */
export function readStreamEvent(event: unknown): ReadEvent | undefined {
  const type = property(event, 'type');
  const streamId = property(event, 'streamId') ?? property(event, 'stream_id');
  const ts = property(event, 'ts');
  if (typeof type !== 'string' || type === '' || typeof streamId !== 'string' || streamId === '') return undefined;
  if (typeof ts !== 'number' || !(Math.abs(ts) <= LAST_MILLIS)) return undefined;
  const meta = property(event, 'meta');
  const context = property(event, 'context');
  return {
    type,
    ts,
    streamId,
    context: isRecord(context) ? context : undefined,
    get: (name) => field(event, name) ?? field(meta, name),
  };
}

/** One thing of a record by its camelCase name, or by the same name in snake_case; null counts as absent. Never throws. */
export function field(record: unknown, name: string): unknown {
  return property(record, name) ?? property(record, snakeCase(name)) ?? undefined;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function property(record: unknown, name: string): unknown {
  if (typeof record !== 'object' || record === null) return undefined;
  try {
    return (record as Record<string, unknown>)[name];
  } catch {
    // A getter or a proxy of the application's.
    return undefined;
  }
}

const snakeCases = new Map<string, string>();

/** Names come from the code, not from events: there are few. */
function snakeCase(name: string): string {
  let snake = snakeCases.get(name);
  if (snake === undefined) {
    snake = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    snakeCases.set(name, snake);
  }
  return snake;
}
