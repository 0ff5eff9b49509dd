import { poll } from './polling.ts';

export interface JaegerQuery {
  readonly services: () => Promise<readonly string[]>;
  /** The newest traces of a service. */
  readonly traces: (service: string) => Promise<readonly JaegerTrace[]>;
  /** The trace, once it has at least that many spans (1 by default). */
  readonly waitForTrace: (traceId: string, spanCount?: number) => Promise<JaegerTrace>;
}

/** The part of the query API's response that tests read. */
export interface JaegerTrace {
  readonly traceID: string;
  readonly spans: readonly JaegerSpan[];
  readonly processes: Readonly<Record<string, { readonly serviceName: string; readonly tags: readonly JaegerTag[] }>>;
}

export interface JaegerSpan {
  readonly spanID: string;
  readonly operationName: string;
  readonly processID: string;
  /** Microseconds since the epoch. */
  readonly startTime: number;
  /** Microseconds. */
  readonly duration: number;
  readonly references: readonly { readonly refType: string; readonly traceID: string; readonly spanID: string }[];
  readonly tags: readonly JaegerTag[];
  readonly logs: readonly { readonly timestamp: number; readonly fields: readonly JaegerTag[] }[];
}

export interface JaegerTag {
  readonly key: string;
  readonly type: string;
  readonly value: string | number | boolean;
}

/** Jaeger's query API, as far as tests ask it. */
export function createJaegerQuery(queryUrl: string): JaegerQuery {
  const read = async <Item>(path: string): Promise<Item[]> => {
    const answer = await fetch(`${queryUrl}${path}`);
    if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { data: Item[] | null }).data ?? [];
  };
  return {
    services: () => read<string>('/api/services'),
    traces: (service) => read<JaegerTrace>(`/api/traces?${new URLSearchParams({ service })}`),
    waitForTrace: (traceId, spanCount = 1) =>
      poll(async () => (await read<JaegerTrace>(`/api/traces/${traceId}`))[0], {
        what: `Jaeger to have trace ${traceId} with ${spanCount} spans`,
        until: (trace) => trace.spans.length >= spanCount,
      }),
  };
}
