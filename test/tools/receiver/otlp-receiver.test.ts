import { once } from 'node:events';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  type OtlpReceiver,
  type OtlpReceiverOptions,
  startOtlpReceiver,
} from '../../../src/tools/receiver/otlp-receiver.ts';
import { TelemetryStore } from '../../../src/tools/receiver/telemetry/telemetry-store.ts';
import { decodeResponse, encodeRequest, spanJson } from './otlp-messages.ts';
import { createSelfSignedCertificate } from './self-signed-certificate.ts';

const JSON_HEADERS = { 'content-type': 'application/json' };
const PROTOBUF_HEADERS = { 'content-type': 'application/x-protobuf' };
const span = { resourceSpans: [{ scopeSpans: [{ spans: [{ name: 'one' }] }] }] };
const LIMIT = 16 * 1024 * 1024;

let receiver: OtlpReceiver;
afterEach(() => receiver?.close());

async function start(options: OtlpReceiverOptions = {}): Promise<OtlpReceiver> {
  receiver = await startOtlpReceiver(options);
  return receiver;
}

const post = (path: string, headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer>) =>
  fetch(`${receiver.url}${path}`, { method: 'POST', headers, body });

describe('startOtlpReceiver', () => {
  test.each([
    ['gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['identity', (body: Buffer) => body],
  ])('accepts content-encoding %s', async (encoding, compress) => {
    await start();
    const body = compress(encodeRequest('traces', span));
    const response = await post('/v1/traces', { ...PROTOBUF_HEADERS, 'content-encoding': encoding }, Buffer.from(body));
    expect(response.status).toBe(200);
    expect(receiver.store.spans.map(({ name }) => name)).toEqual(['one']);
    expect(receiver.requests[0]).toMatchObject({ encoding: encoding.toLowerCase(), bytes: body.length });
  });

  test.each([
    ['POST', '/v1/profiles', JSON_HEADERS, '{}', 404, /404 not found, expected one of .*\/v1\/traces/],
    ['POST', '/', JSON_HEADERS, '{}', 404, /404/],
    ['PUT', '/v1/traces', JSON_HEADERS, '{}', 405, /405/],
    ['POST', '/v1/traces', { 'content-type': 'text/xml' }, '<x/>', 415, /got "text\/xml"/],
    ['POST', '/v1/traces', { ...JSON_HEADERS, 'content-encoding': 'br' }, '{}', 415, /got \\"br\\"/],
    ['POST', '/v1/traces', { ...JSON_HEADERS, 'content-encoding': 'gzip' }, '{}', 400, /not valid gzip/],
    ['POST', '/v1/traces', JSON_HEADERS, '<html>', 400, /not an OTLP traces request in json/],
    ['POST', '/v1/traces?x=1', JSON_HEADERS, '{}', 200, /^\{\}$/],
  ])('responds to %s %s %j as the specification says', async (method, path, headers, body, status, text) => {
    await start();
    const response = await fetch(`${receiver.url}${path}`, { method, headers, body });
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(text);
    if (status === 405) expect(response.headers.get('allow')).toBe('POST');
    expect(receiver.store.spans).toHaveLength(0);
  });

  test('responds in the format of the request', async () => {
    await start({ respond: () => ({ partialSuccess: { rejected: 2, errorMessage: 'no' } }) });
    const json = await post('/v1/logs', { 'content-type': 'application/json; charset=utf-8' }, '{}');
    expect(json.headers.get('content-type')).toBe('application/json');
    expect(await json.json()).toEqual({ partialSuccess: { rejectedLogRecords: '2', errorMessage: 'no' } });
    const protobuf = await post('/v1/logs', PROTOBUF_HEADERS, '');
    expect(protobuf.headers.get('content-type')).toBe('application/x-protobuf');
    expect(decodeResponse('logs', await protobuf.bytes())).toMatchObject({ partialSuccess: { rejectedLogRecords: 2 } });
  });

  test('serves the paths below a prefix', async () => {
    await start({ path: '/otlp' });
    expect(receiver.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/otlp$/);
    expect((await post('/v1/traces', JSON_HEADERS, spanJson())).status).toBe(200);
    expect((await fetch(new URL('/v1/traces', receiver.url), { method: 'POST' })).status).toBe(404);
  });

  test.each([
    ['plain', {}, Buffer.alloc(LIMIT + 1, ' ')],
    ['gzip that expands', { 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(LIMIT + 1, ' '))],
  ])('refuses a body beyond 16 MiB with 413: %s', async (_what, headers, body) => {
    await start();
    const response = await post('/v1/traces', { ...JSON_HEADERS, ...headers }, Buffer.from(body));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ message: expect.stringContaining('16777216 bytes') });
    expect((await post('/v1/traces', JSON_HEADERS, spanJson())).status).toBe(200);
  });

  test('accepts a body of exactly 16 MiB', async () => {
    await start();
    const body = Buffer.alloc(LIMIT, ' ');
    body.write(spanJson());
    expect((await post('/v1/traces', JSON_HEADERS, body)).status).toBe(200);
  });

  test.each([
    ['no HTTP at all', 'garbage\r\n\r\n'],
    ['a request that ends in the middle', 'POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"res'],
    ['a bad chunk', 'POST /v1/traces HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
  ])('survives %s', async (_what, bytes) => {
    await start();
    const socket = connect(receiver.port, '127.0.0.1').on('error', () => {});
    socket.end(bytes);
    socket.resume();
    await once(socket, 'close');
    expect((await post('/v1/traces', JSON_HEADERS, spanJson())).status).toBe(200);
  });

  test('sends an injected status, headers and body', async () => {
    await start({
      respond: ({ telemetry }) =>
        telemetry.spans[0]?.name === 'one'
          ? { status: 429, headers: { 'Retry-After': '30', 'Content-Type': 'text/html' }, body: '<html>' }
          : undefined,
    });
    const response = await post('/v1/traces', JSON_HEADERS, spanJson());
    expect([response.status, await response.text()]).toEqual([429, '<html>']);
    expect(response.headers.get('retry-after')).toBe('30');
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(receiver.store.spans).toHaveLength(0);
    expect((await post('/v1/traces', JSON_HEADERS, spanJson({ name: 'two' }))).status).toBe(200);
    expect(receiver.requests.map(({ status }) => status)).toEqual([429, 200]);
  });

  test('stores at once and responds later with an injected delay; stores nothing of a cut connection unless `keep` is set', async () => {
    const answers = [{ delayMs: 50 }, { destroy: true }, { destroy: true, keep: true }];
    await start({ respond: () => answers.shift() });
    const before = performance.now();
    const delayed = post('/v1/traces', JSON_HEADERS, spanJson());
    await receiver.waitFor(({ spans }) => spans.length === 1);
    expect((await delayed).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(45);
    await expect(post('/v1/traces', JSON_HEADERS, spanJson())).rejects.toThrow('fetch failed');
    expect(receiver.store.spans).toHaveLength(1);
    await expect(post('/v1/traces', JSON_HEADERS, spanJson())).rejects.toThrow('fetch failed');
    expect(receiver.store.spans).toHaveLength(2);
    expect(receiver.requests.map(({ status }) => status)).toEqual([200, 'destroyed', 'destroyed']);
  });

  test('responds with 500 when the respond function throws', async () => {
    await start({
      respond: () => {
        throw new Error('oops');
      },
    });
    const response = await post('/v1/traces', JSON_HEADERS, spanJson());
    expect([response.status, await response.json()]).toEqual([500, { code: 13, message: 'The receiver failed: oops' }]);
  });

  test("waitFor resolves with the predicate's value, and a predicate that throws counts as false", async () => {
    await start();
    const name = receiver.waitFor(({ spans }) => (spans[1] as { name: string }).name);
    await post('/v1/traces', JSON_HEADERS, spanJson({ name: 'first' }));
    await post('/v1/traces', JSON_HEADERS, spanJson({ name: 'second' }));
    expect(await name).toBe('second');
  });

  test('waitFor checks again after a refused request', async () => {
    await start();
    const status = receiver.waitFor(() => receiver.requests[0]?.status);
    await post('/v1/traces', JSON_HEADERS, 'garbage');
    expect(await status).toBe(400);
  });

  test('waitFor rejects with a summary of the received telemetry when it times out', async () => {
    await start();
    await post('/v1/traces', JSON_HEADERS, spanJson({ name: 'GET /' }));
    await post('/v1/traces', JSON_HEADERS, 'garbage');
    await post('/v1/trace', JSON_HEADERS, '{}');
    const wait = receiver.waitFor(({ spans }) => {
      expect(spans).toHaveLength(7);
    }, 1);
    const summary =
      /^Not satisfied within 1 ms; received 1 spans \(latest: GET \/\), 0 log records, 0 metrics; requests: 1 traces -> 200, 1 traces -> 400; last refusal: .* in json: .*; other paths: POST \/v1\/trace$/;
    await expect(wait).rejects.toThrow(summary);
    await expect(wait).rejects.toHaveProperty('cause.message', expect.stringContaining('toHaveLength'));
  });

  test('ends idle, hanging and half-open connections and rejects pending waits when it closes', async () => {
    await start({ respond: () => ({ delayMs: 3_600_000 }) });
    const idle = connect(receiver.port, '127.0.0.1');
    await once(idle, 'connect');
    const hanging = post('/v1/traces', JSON_HEADERS, spanJson()).catch((error: Error) => error.message);
    await receiver.waitFor(({ spans }) => spans.length === 1);
    const waiting = receiver.waitFor(() => false).catch((error: Error) => error.message);
    idle.resume();
    await Promise.all([once(idle, 'close'), receiver.close(), receiver.close()]);
    expect(await hanging).toBe('fetch failed');
    expect(await waiting).toMatch(/^The receiver was closed; received 1 spans/);
    await expect(fetch(receiver.url)).rejects.toThrow('fetch failed');
  });

  test('completes the response when it is closed as soon as the data has arrived', async () => {
    for (let round = 0; round < 20; round++) {
      await start();
      const response = post('/v1/traces', JSON_HEADERS, spanJson());
      await receiver.waitFor(({ spans }) => spans.length === 1);
      await receiver.close();
      expect((await response).status).toBe(200);
    }
  });

  test('rejects when the port is taken', async () => {
    await start();
    await expect(startOtlpReceiver({ port: receiver.port })).rejects.toThrow('EADDRINUSE');
  });

  test('shares a store with another receiver, and each sees the telemetry of both', async () => {
    const store = new TelemetryStore();
    await using other = await startOtlpReceiver({ store });
    await start({ store });
    const seen = other.waitFor(({ spans }) => spans.length === 1);
    await post('/v1/traces', JSON_HEADERS, spanJson());
    expect(await seen).toBe(true);
    expect(other.requests).toHaveLength(0);
  });

  test('keeps only the latest requests', async () => {
    await start({ maxRequests: 2 });
    for (const path of ['/v1/traces', '/v1/logs', '/v1/metrics']) await post(path, JSON_HEADERS, '{}');
    expect(receiver.requests.map(({ signal }) => signal)).toEqual(['logs', 'metrics']);
  });

  test('serves TLS, and closes during a handshake', async () => {
    const { cert, key } = createSelfSignedCertificate();
    await start({ tls: { cert, key } });
    expect(receiver.url).toMatch(/^https:/);
    const request = httpsRequest(`${receiver.url}/v1/traces`, { method: 'POST', headers: JSON_HEADERS, ca: cert });
    request.end(spanJson());
    const [response] = await once(request, 'response');
    expect(response.statusCode).toBe(200);
    const silent = connect(receiver.port, '127.0.0.1').on('error', () => {});
    await once(silent, 'connect');
    await Promise.all([once(silent.resume(), 'close'), receiver.close()]);
  });

  test('refuses a client without a certificate under mutual TLS', async () => {
    const { cert, key } = createSelfSignedCertificate();
    await start({ tls: { cert, key, ca: cert } });
    const send = (options: object) => {
      const request = httpsRequest(`${receiver.url}/v1/traces`, {
        method: 'POST',
        headers: JSON_HEADERS,
        ca: cert,
        ...options,
      });
      request.end(spanJson());
      return once(request, 'response');
    };
    await expect(send({})).rejects.toThrow();
    const [response] = await send({ cert, key });
    expect(response.statusCode).toBe(200);
  });
});
