// What the mapping of foreign spans costs: a span that has nothing to do with it, and those that have. `node bench/genai/mapping.ts`
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { GenAiMapping } from '../../src/pipeline/processors/gen-ai-mapping.ts';

const ROUNDS = 200_000;
const capture = { place: 'NO_CONTENT', maxLength: 32_768, redactor: undefined } as const;
const mapping = new GenAiMapping({ generation: 'v1.41', originals: 'keep', capture });

const http: Attributes = {
  'http.request.method': 'GET',
  'url.scheme': 'http',
  'url.path': '/items/17',
  'url.query': 'page=2',
  'server.address': '127.0.0.1',
  'server.port': 8080,
  'network.protocol.version': '1.1',
  'client.address': '127.0.0.1',
  'network.peer.address': '127.0.0.1',
  'network.peer.port': 51234,
  'user_agent.original': 'curl/8.5.0',
  'http.response.status_code': 200,
  'http.route': '/items/:id',
};
const file = path.resolve(import.meta.dirname, '../../test/fixtures/ai-spans/captured-spans.json');
const captured: Record<string, { name: string; attributes: Attributes }[]> = JSON.parse(readFileSync(file, 'utf8'));

/** Their attributes are objects of their own, made one by one as the SDK does. */
const spansOf = (name: string, all: Attributes): readonly ReadableSpan[] =>
  Array.from({ length: 64 }, (_, index) => {
    const attributes: Attributes = {};
    for (const [key, value] of Object.entries(all)) if (value !== undefined) attributes[key] = value;
    const spanContext = { traceId: '1'.repeat(32), spanId: String(index).padStart(16, '0'), traceFlags: 1 };
    const span = {
      name,
      attributes,
      startTime: [1, 0],
      status: { code: 0 },
      events: [],
      spanContext: () => spanContext,
    };
    return span as unknown as ReadableSpan;
  });

function nanosecondsOf(spans: readonly ReadableSpan[], rounds: number, run: (span: ReadableSpan) => unknown): number {
  const once = (): number => {
    const start = process.hrtime.bigint();
    for (let round = 0; round < rounds; round++) run(spans[round % spans.length] as ReadableSpan);
    return Number(process.hrtime.bigint() - start) / rounds;
  };
  once();
  return Math.min(...Array.from({ length: 9 }, once));
}

let sink: unknown;
const map = (span: ReadableSpan): void => {
  sink = mapping.map(span);
};
const nothing = (span: ReadableSpan): void => {
  sink = span;
};
const row = (name: string, spans: readonly ReadableSpan[], rounds: number): void => {
  const [without, withIt] = [nanosecondsOf(spans, rounds, nothing), nanosecondsOf(spans, rounds, map)];
  console.log(`${name.padEnd(60)} ${(withIt - without).toFixed(0).padStart(8)} ns/span`);
};

row('HTTP server span, 13 attributes', spansOf('GET /items/:id', http), ROUNDS);
for (const [library, spans] of Object.entries(captured))
  for (const { name, attributes } of spans.slice(0, 2))
    row(`${library}: ${name}`, spansOf(name, attributes), ROUNDS / 20);
if (sink === undefined) console.log('nothing was mapped');
