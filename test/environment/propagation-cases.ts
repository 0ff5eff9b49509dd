import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@jest/globals';
import { expectOutcome } from '../program/outcome.ts';
import { Program } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';
import { leadingTo, named, startReceiver } from './delivery.ts';
import type { VariableCase } from './variable-case.ts';

const VARIABLE = 'OTEL_PROPAGATORS';
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const SPAN_ID = 'b7ad6b7169203331';

type Headers = Readonly<Record<string, string>>;

interface Format {
  readonly value: string;
  /** What an outgoing request carries, by the ids of its client span. */
  readonly sent: (traceId: string, spanId: string) => Headers;
  /** An incoming request of the trace above. */
  readonly incoming: Headers;
  /** Whether that request is continued. @default true */
  readonly continued?: boolean;
  /** The baggage that the application sees of the incoming request. */
  readonly baggage?: Headers;
}

const w3c = (traceId: string, spanId: string): Headers => ({ traceparent: `00-${traceId}-${spanId}-01` });
const allFormats: Headers = {
  ...w3c(TRACE_ID, SPAN_ID),
  b3: `${TRACE_ID}-${SPAN_ID}-1`,
  'uber-trace-id': `${TRACE_ID}:${SPAN_ID}:0:1`,
  baggage: 'user.tier=silver',
};

const FORMATS: readonly Format[] = [
  {
    value: '',
    sent: (traceId, spanId) => ({ ...w3c(traceId, spanId), baggage: 'user.tier=gold' }),
    incoming: { ...w3c(TRACE_ID, SPAN_ID), baggage: 'user.tier=silver' },
    baggage: { 'user.tier': 'silver' },
  },
  { value: 'TraceContext', sent: w3c, incoming: { ...w3c(TRACE_ID, SPAN_ID), baggage: 'user.tier=silver' } },
  {
    value: 'baggage',
    sent: () => ({ baggage: 'user.tier=gold' }),
    incoming: allFormats,
    continued: false,
    baggage: { 'user.tier': 'silver' },
  },
  {
    value: 'b3',
    sent: (traceId, spanId) => ({ b3: `${traceId}-${spanId}-1` }),
    incoming: { b3: `${TRACE_ID}-${SPAN_ID}-1` },
  },
  {
    value: 'B3Multi',
    sent: (traceId, spanId) => ({ 'x-b3-traceid': traceId, 'x-b3-spanid': spanId, 'x-b3-sampled': '1' }),
    incoming: { 'X-B3-TraceId': TRACE_ID, 'X-B3-SpanId': SPAN_ID, 'X-B3-Sampled': '1' },
  },
  {
    value: 'jaeger',
    sent: (traceId, spanId) => ({
      'uber-trace-id': `${traceId}:${spanId}:0:01`,
      'uberctx-user.tier': 'gold',
    }),
    incoming: { 'uber-trace-id': `${TRACE_ID}:${SPAN_ID}:0:1`, 'uberctx-user.tier': 'silver' },
    baggage: { 'user.tier': 'silver' },
  },
  {
    value: 'b3,tracecontext',
    sent: (traceId, spanId) => ({ b3: `${traceId}-${spanId}-1`, ...w3c(traceId, spanId) }),
    incoming: w3c(TRACE_ID, SPAN_ID),
  },
  { value: 'none', sent: () => ({}), incoming: allFormats, continued: false },
];

/** Every header that some propagator writes. */
const isPropagated = (name: string): boolean => /^(traceparent|tracestate|baggage|b3|x-b3-.*|uber.*)$/.test(name);

/** Calls of a program to a server of the test, by http and by fetch. */
async function checkSent({ value, sent }: Format): Promise<void> {
  await using receiver = await startReceiver('http');
  const requests = new Map<string, IncomingHttpHeaders>();
  const server = createServer((request, response) => {
    requests.set(request.url ?? '', request.headers);
    response.end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = { ...leadingTo(receiver), [VARIABLE]: value };
  const result = await runProgram({ file: 'calls-out.mjs', args: [url], env });
  await once(server.close(), 'close');
  expectOutcome(result, { stdout: 'calls-out: done\n', stderr: '' });
  const { spans } = receiver.store;
  for (const path of ['/with-http', '/with-fetch']) {
    const span = spans.find(({ kind, attributes }) => kind === 'client' && attributes['url.full'] === `${url}${path}`);
    const headers = Object.entries(requests.get(path) ?? {}).filter(([name]) => isPropagated(name));
    expect([path, Object.fromEntries(headers)]).toEqual([path, sent(span?.traceId ?? '?', span?.spanId ?? '?')]);
  }
}

/** A request of the test to a program. */
async function checkIncoming({ value, incoming, continued = true, baggage = {} }: Format): Promise<void> {
  await using receiver = await startReceiver('http');
  await using program = new Program({ file: 'serves.mjs', env: { ...leadingTo(receiver), [VARIABLE]: value } });
  const [, port] = await program.printed('stdout', /listening on (\d+)/);
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: incoming });
  expect(await answer.json()).toEqual(baggage);
  program.endInput();
  expectOutcome(await program.finished, { stderr: '' });
  const span = named(receiver.store.spans, 'GET');
  expect(span.kind).toBe('server');
  expect(span.traceId === TRACE_ID && span.parentSpanId === SPAN_ID).toBe(continued);
  if (!continued) expect(span).not.toHaveProperty('parentSpanId');
}

/** How the trace travels between services. */
export const propagationCases: readonly VariableCase[] = FORMATS.flatMap((format) => [
  {
    variables: [VARIABLE],
    about: `${JSON.stringify(format.value)}, an outgoing request`,
    check: () => checkSent(format),
  },
  {
    variables: [VARIABLE],
    about: `${JSON.stringify(format.value)}, an incoming request`,
    check: () => checkIncoming(format),
  },
]);
