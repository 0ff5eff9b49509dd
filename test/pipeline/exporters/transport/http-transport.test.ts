import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { retryAfterMillis } from '../../../../src/pipeline/exporters/transport/http-response.ts';
import {
  HttpTransport,
  type HttpTransportOptions,
} from '../../../../src/pipeline/exporters/transport/http-transport.ts';
import { OTLP_EXPORTER_VERSION, USER_AGENT } from '../../../../src/pipeline/exporters/transport/user-agent.ts';
import { answering, closeServers, listen, readBody, serveHttp, serveResets, serveSilence } from '../local-server.ts';

const transports: HttpTransport[] = [];
afterEach(async () => {
  for (const transport of transports.splice(0)) transport.shutdown();
  await closeServers();
});

function transportTo(url: string, options: Partial<HttpTransportOptions> = {}): HttpTransport {
  const defaults = { contentType: 'application/x-protobuf', headers: {}, compression: 'none', tls: {} } as const;
  const transport = new HttpTransport({ url, ...defaults, ...options });
  transports.push(transport);
  return transport;
}

/** A server that reads the beginning of a request, sends a text and ends the connection. */
const serveRaw = (text: string) =>
  listen(createTcpServer((socket) => void socket.on('error', () => {}).once('data', () => socket.end(text))));

const data = Buffer.from('telemetry '.repeat(100));
const hasError = (message: RegExp) => expect.objectContaining({ message: expect.stringMatching(message) });

/** Sends `data` to a server that accepts it, and answers what the server saw. */
async function received(options: Partial<HttpTransportOptions>) {
  const seen: { method?: string | undefined; url?: string | undefined; headers: IncomingHttpHeaders; body: Buffer }[] =
    [];
  const server = await serveHttp(async (request, response) => {
    seen.push({ method: request.method, url: request.url, headers: request.headers, body: await readBody(request) });
    response.setHeader('content-type', 'application/x-protobuf').end('answer');
  });
  const response = await transportTo(`${server.url}/v1/traces?x=1`, options).send(data, 5_000);
  expect(response).toEqual({ status: 'success', data: Buffer.from('answer') });
  const [first] = seen;
  if (first === undefined) throw new Error('nothing was received');
  return first;
}

describe('HttpTransport', () => {
  test('sends one POST with the data, its length and type, and its User-Agent', async () => {
    const { method, url, headers, body } = await received({ contentType: 'application/json' });
    expect([method, url, body]).toEqual(['POST', '/v1/traces?x=1', data]);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(data.length),
      'user-agent': USER_AGENT,
    });
    expect(headers).not.toHaveProperty('content-encoding');
  });

  test('compresses with gzip', async () => {
    const { headers, body } = await received({ compression: 'gzip' });
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', 'content-length': String(body.length) });
    expect(body.length).toBeLessThan(data.length);
    expect(gunzipSync(body)).toEqual(data);
  });

  test("sends the user's headers, which cannot contradict the body", async () => {
    const headers = { 'api-key': 's3cret', 'x-é': 'ignored', 'Content-Type': 'text/plain', 'content-length': '1' };
    const { 'x-é': _, ...sendable } = headers;
    const seen = await received({ headers: sendable });
    expect(seen.headers).toMatchObject({
      'api-key': 's3cret',
      'content-type': 'application/x-protobuf',
      'content-length': String(data.length),
    });
  });

  test('turns credentials in the URL into basic authentication', async () => {
    const authorizations: (string | undefined)[] = [];
    const server = await serveHttp((request, response) => {
      authorizations.push(request.headers.authorization);
      request.resume().on('end', () => response.end());
    });
    await transportTo(server.url.replace('//', '//me:p%40ss@')).send(data, 5_000);
    expect(authorizations).toEqual([`Basic ${Buffer.from('me:p@ss').toString('base64')}`]);
  });

  test.each([
    [200, {}, '', { status: 'success' }],
    [202, { 'content-type': 'application/json' }, '{}', { status: 'success' }],
    [
      200,
      { 'content-type': 'Text/HTML; charset=utf-8' },
      '<html>',
      { status: 'failure', error: hasError(/^HTTP 200 with an HTML page/) },
    ],
    [200, {}, '{"partialSuccess":{}}', { status: 'success' }],
    [200, {}, '\n\x02\x08\x01', { status: 'success' }],
    [200, { 'content-type': 'text/plain' }, 'OK', { status: 'success' }],
    // S13: an answer without a content type is judged by its body.
    [
      200,
      {},
      ' <!doctype html>',
      { status: 'failure', error: hasError(/^HTTP 200 with an HTML page: this is no OTLP/) },
    ],
    [200, {}, 'garbage', { status: 'failure', error: hasError(/^HTTP 200 with a body that cannot be read/) }],
    // S12: a long response is neither kept nor parsed.
    [
      200,
      { 'content-type': 'application/json' },
      '['.repeat(65_537),
      { status: 'failure', error: hasError(/^HTTP 200 with more than 64 KiB: this is no OTLP endpoint$/) },
    ],
    [400, {}, 'x'.repeat(100_000), { status: 'failure', error: hasError(/^HTTP 400 Bad Request$/) }],
    [503, {}, 'x'.repeat(100_000), { status: 'retryable', error: hasError(/^HTTP 503/) }],
    [301, { location: '/elsewhere' }, '', { status: 'failure', error: hasError(/^HTTP 301 Moved/) }],
    [400, {}, 'api-key: s3cret', { status: 'failure', error: hasError(/^HTTP 400 Bad Request$/) }],
    [404, {}, '', { status: 'failure', error: hasError(/^HTTP 404 Not Found$/) }],
    [500, {}, '', { status: 'failure', error: hasError(/^HTTP 500 /) }],
    [429, {}, '', { status: 'retryable', error: hasError(/^HTTP 429 /) }],
    [429, { 'retry-after': '7' }, '', { status: 'retryable', error: hasError(/429/), retryInMillis: 7_000 }],
    [502, {}, '', { status: 'retryable', error: hasError(/^HTTP 502 /) }],
    [503, { 'retry-after': 'soon' }, '', { status: 'retryable', error: hasError(/503/) }],
    [504, {}, '<html>', { status: 'retryable', error: hasError(/^HTTP 504 /) }],
  ])('interprets %d %j "%.20s" (%#)', async (status, headers, body, expected) => {
    const { url } = await serveHttp(answering(status, headers, body));
    const { data: _, ...response } = { data: undefined, ...(await transportTo(url).send(data, 5_000)) };
    expect(response).toEqual(expected);
  });

  test.each([
    ['nothing listens', async () => 'http://127.0.0.1:1', 'retryable', 'ECONNREFUSED'],
    ['the connection is reset', async () => (await serveResets()).url, 'retryable', 'ECONNRESET'],
    ['no answer comes in time', async () => (await serveSilence()).url, 'retryable', 'ETIMEDOUT'],
    [
      'no TLS is spoken there',
      async () => (await serveHttp(answering(200))).url.replace('http:', 'https:'),
      'failure',
      'EPROTO',
    ],
  ])('fails when %s', async (_, start, status, code) => {
    const response = await transportTo(await start()).send(data, 200);
    expect(response).toMatchObject({ status, error: { code } });
  });

  test.each([
    [undefined, undefined],
    ['0', 0],
    ['120', 120_000],
    [' 5 ', 5_000],
    ['Sat, 21 Nov 2026 12:00:30 GMT', 30_000],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
    ['soon', undefined],
  ])('reads Retry-After: %s as %d ms', (header, millis) => {
    expect(retryAfterMillis(header, Date.UTC(2026, 10, 21, 12))).toBe(millis);
  });

  test('S9: omits the reason phrase of a server that echoes a header', async () => {
    const { url } = await serveHttp((request, response) => {
      response.writeHead(403, `denied ${request.headers['api-key']}`).end();
    });
    const response = await transportTo(url, { headers: { 'api-key': 's3cret' } }).send(data, 5_000);
    expect(response).toMatchObject({ status: 'failure', error: { message: 'HTTP 403 Forbidden', status: 403 } });
  });

  test('S5: fails when the server switches protocols', async () => {
    const raw = await serveRaw('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    expect(await transportTo(raw.url).send(data, 5_000)).toMatchObject({
      status: 'failure',
      error: { message: 'HTTP 101 Switching Protocols', status: 101 },
    });
  });

  test('fails when the connection closes without a response', async () => {
    const raw = await serveRaw('');
    expect(await transportTo(raw.url).send(data, 5_000)).toMatchObject({ status: 'retryable' });
  });

  test('names the version of the official exporter in its User-Agent', () => {
    const installed = new URL(
      '../../../../node_modules/@opentelemetry/otlp-exporter-base/package.json',
      import.meta.url,
    );
    const { version } = JSON.parse(readFileSync(installed, 'utf8')) as { version: string };
    expect(OTLP_EXPORTER_VERSION).toBe(version);
    expect(USER_AGENT).toMatch(/^otelier\/\d\S+ OTel-OTLP-Exporter-JavaScript\/\d\S+$/);
  });
});
