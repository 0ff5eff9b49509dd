import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { Client, type ClientOptions, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startGrpcOtlpReceiver } from '../../../src/tools/receiver/grpc-otlp-receiver.ts';
import type { OtlpReceiver } from '../../../src/tools/receiver/otlp-receiver.ts';
import { createSdk } from './official-exporters.ts';
import { decodeResponse, encodeRequest } from './otlp-messages.ts';
import { createSelfSignedCertificate } from './self-signed-certificate.ts';

const TRACES = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
const LIMIT = 16 * 1024 * 1024;
const GZIP: ClientOptions = { 'grpc.default_compression_algorithm': 2 };
const DEFLATE: ClientOptions = { 'grpc.default_compression_algorithm': 1 };
const named = (name: string) => encodeRequest('traces', { resourceSpans: [{ scopeSpans: [{ spans: [{ name }] }] }] });

let receiver: OtlpReceiver;
const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await receiver?.close();
});

async function start(options: Parameters<typeof startGrpcOtlpReceiver>[0] = {}): Promise<OtlpReceiver> {
  receiver = await startGrpcOtlpReceiver(options);
  return receiver;
}

/** A unary call with grpc-js: the response's bytes, or the error. */
function call(
  body: Buffer,
  { method = TRACES, options = {} as ClientOptions, creds = credentials.createInsecure() } = {},
) {
  const client = new Client(`localhost:${receiver.port}`, creds, options);
  clients.push(client);
  const bytes = (value: Buffer) => value;
  const deadline = Date.now() + 20_000;
  return new Promise<Buffer>((resolve, reject) => {
    const callback = (error: ServiceError | null, value?: Buffer) => (error ? reject(error) : resolve(value as Buffer));
    client.makeUnaryRequest(method, bytes, bytes, body, new Metadata(), { deadline }, callback);
  });
}

describe('startGrpcOtlpReceiver', () => {
  test.each([
    ['identity', {}],
    ['gzip', GZIP],
    ['deflate', DEFLATE],
  ])('accepts grpc-encoding %s', async (encoding, options) => {
    await start();
    await call(named('x'.repeat(2000)), { options });
    expect(receiver.store.spans).toHaveLength(1);
    expect(receiver.requests[0]?.encoding).toBe(encoding);
    expect(receiver.requests[0]?.bytes).toBeGreaterThan(5);
    if (encoding !== 'identity') expect(receiver.requests[0]?.bytes).toBeLessThan(500);
  });

  test('refuses garbage and an unknown method, and accepts an empty message', async () => {
    await start();
    await expect(call(Buffer.from('<html>'))).rejects.toMatchObject({
      code: 3,
      details: expect.stringContaining('The body is not an OTLP traces request in protobuf: '),
    });
    await expect(call(Buffer.alloc(0), { method: '/x.Y/Z' })).rejects.toMatchObject({
      code: 12,
      details: 'Unknown method /x.Y/Z',
    });
    expect(await call(Buffer.alloc(0))).toHaveLength(0);
    await expect(receiver.waitFor(() => false, 1)).rejects.toThrow('other paths: gRPC /x.Y/Z');
  });

  test.each([
    ['plain', {}],
    ['compressed', GZIP],
  ])('refuses a message beyond 16 MiB as RESOURCE_EXHAUSTED: %s', async (_what, options) => {
    await start();
    await expect(call(Buffer.alloc(LIMIT + 1), { options })).rejects.toMatchObject({ code: 8 });
    await call(named('next'));
    expect(receiver.store.spans).toHaveLength(1);
  });

  test('sends an injected status, trailing metadata, partial success and delay', async () => {
    const answers = [
      { status: 14, headers: { 'x-why': 'tired' }, body: 'try läter' },
      { partialSuccess: { rejected: 1, errorMessage: 'old' } },
      { delayMs: 30 },
    ];
    await start({ respond: () => answers.shift() });
    const error = await call(named('one')).catch((failure: ServiceError) => failure);
    expect(error).toMatchObject({ code: 14, details: 'try läter' });
    expect((error as ServiceError).metadata.get('x-why')).toEqual(['tired']);
    expect(receiver.store.spans).toHaveLength(0);
    expect(decodeResponse('traces', await call(named('two')))).toEqual({
      partialSuccess: { rejectedSpans: 1, errorMessage: 'old' },
    });
    const before = performance.now();
    await call(named('three'));
    expect(performance.now() - before).toBeGreaterThan(25);
    expect(receiver.requests.map(({ status }) => status)).toEqual([14, 0, 0]);
  });

  test('cuts a connection, from which the official exporter recovers', async () => {
    const answers = [{ destroy: true }];
    await start({ respond: () => answers.shift() });
    const sdk = createSdk('grpc', receiver);
    const tracer = sdk.traces.getTracer('t');
    tracer.startSpan('lost').end();
    await expect(sdk.traces.forceFlush()).rejects.toEqual([expect.objectContaining({ code: 14 })]);
    tracer.startSpan('kept').end();
    await sdk.traces.forceFlush();
    expect(receiver.store.spans.map(({ name }) => name)).toEqual(['kept']);
    await sdk.shutdown();
  });

  test('survives clients that do not speak gRPC', async () => {
    await start();
    const socket = connect(receiver.port, '127.0.0.1').on('error', () => {});
    socket.end('POST / HTTP/1.1\r\n\r\n');
    await once(socket.resume(), 'close');
    const session = connectHttp2(receiver.url).on('error', () => {});
    const html = session.request({ ':method': 'POST', ':path': TRACES, 'content-type': 'text/html' });
    const [headers] = await once(html.end('x'), 'response');
    expect(headers[':status']).toBe(415);
    const short = session.request({ ':method': 'POST', ':path': TRACES, 'content-type': 'application/grpc' });
    const [refused] = await once(short.end('abc'), 'response');
    expect(refused).toMatchObject({ 'grpc-status': '3' });
    const aborted = session.request({ ':method': 'POST', ':path': TRACES, 'content-type': 'application/grpc' });
    aborted.on('error', () => {}).write('abc');
    session.destroy();
    await call(named('next'));
    expect(receiver.store.spans).toHaveLength(1);
  });

  test('ends idle and hanging calls when it closes', async () => {
    await start({ respond: () => ({ delayMs: 3_600_000 }) });
    const hanging = call(named('one')).catch((error: ServiceError) => error.code);
    await receiver.waitFor(({ spans }) => spans.length === 1);
    await receiver.close();
    expect([14, 13]).toContain(await hanging);
  });

  test('completes the response when it is closed as soon as the data has arrived', async () => {
    for (let round = 0; round < 20; round++) {
      await start();
      const answer = call(named('one'));
      await receiver.waitFor(({ spans }) => spans.length === 1);
      await receiver.close();
      expect(await answer).toHaveLength(0);
    }
  });

  test('serves TLS', async () => {
    const { cert, key } = createSelfSignedCertificate();
    await start({ tls: { cert, key } });
    expect(receiver.url).toMatch(/^https:/);
    await call(named('one'), { creds: credentials.createSsl(Buffer.from(cert)) });
    expect(receiver.store.spans).toHaveLength(1);
  });
});
