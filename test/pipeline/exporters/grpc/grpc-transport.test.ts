import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { frameGrpcMessage } from '../../../../src/pipeline/exporters/grpc/grpc-frame.ts';
import { EXPORT_METHODS } from '../../../../src/pipeline/exporters/grpc/grpc-request.ts';
import {
  closeServers,
  answering as httpAnswering,
  serveHttp,
  serveHttp2,
  serveResets,
  serveSilence,
} from '../local-server.ts';
import { GRPC, OK, serveAnswer, transportTo } from './grpc-calls.ts';

afterEach(closeServers);

const data = Buffer.from('telemetry '.repeat(100));

/** Sends `data` to a server that accepts it, and answers what the server saw. */
async function received(options: Parameters<typeof transportTo>[1] = {}) {
  const { promise, resolve } = Promise.withResolvers<{ headers: IncomingHttpHeaders; body: Buffer }>();
  const server = await serveHttp2(async (stream, headers) => {
    resolve({ headers, body: Buffer.concat(await stream.toArray()) });
    stream.respond(OK, { endStream: true });
  });
  expect(await transportTo(server.url, options).send(data, 5_000)).toEqual({ status: 'success' });
  return { ...(await promise), port: server.port };
}

describe('GrpcTransport', () => {
  test('makes one unary call with the data and the metadata', async () => {
    const { headers, body, port } = await received({ metadata: { 'api-key': 's3cret' } });
    expect(body).toEqual(Buffer.from(frameGrpcMessage(data, false)));
    expect(headers).toMatchObject({
      ':method': 'POST',
      ':path': EXPORT_METHODS.traces,
      ':authority': `127.0.0.1:${port}`,
      'content-type': 'application/grpc',
      te: 'trailers',
      'api-key': 's3cret',
      'grpc-timeout': expect.stringMatching(/^(5000|4\d{3})m$/),
    });
    expect(headers).not.toHaveProperty('grpc-encoding');
  });

  test('compresses with gzip', async () => {
    const { headers, body } = await received({ compression: 'gzip' });
    expect(headers['grpc-encoding']).toBe('gzip');
    expect([body[0], body.readUInt32BE(1)]).toEqual([1, body.length - 5]);
    expect(gunzipSync(body.subarray(5))).toEqual(data);
  });

  test('returns the message of a response with the status in trailers', async () => {
    const { url } = await serveAnswer((stream) => {
      stream.respond(GRPC, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.end(frameGrpcMessage(Buffer.from('partial'), false));
    });
    const response = await transportTo(url).send(data, 5_000);
    expect(response).toEqual({ status: 'success', data: new Uint8Array(Buffer.from('partial')) });
  });

  const answering = (answer: (stream: ServerHttp2Stream) => void) => async () => (await serveAnswer(answer)).url;

  test.each([
    ['nothing listens', async () => 'http://127.0.0.1:1', 'retryable', 'ECONNREFUSED'],
    ['the connection is reset', async () => (await serveResets()).url, 'retryable', 'ECONNRESET'],
    ['no answer comes in time', async () => (await serveSilence()).url, 'retryable', 'ETIMEDOUT'],
    ['a connected server hangs', answering(() => {}), 'retryable', 'ETIMEDOUT'],
    ['the server closes before it answers', answering(({ session }) => session?.destroy()), 'retryable', 'ECONNRESET'],
    [
      'the server closes in the middle of its answer',
      answering((stream) => {
        stream.respond(GRPC);
        stream.write('begun', () => stream.session?.destroy());
      }),
      'retryable',
      'ECONNRESET',
    ],
    ['an HTTP/1 server', async () => (await serveHttp(httpAnswering(200))).url, 'failure', 'EPROTONOSUPPORT'],
    ['GOAWAY with an error', answering(({ session }) => session?.goaway(11)), 'retryable', 'ERR_HTTP2_SESSION_ERROR'],
  ])('fails when %s', async (_, start, status, code) => {
    const { error, ...response } = { error: undefined, ...(await transportTo(await start()).send(data, 600)) };
    expect([response.status, error]).toEqual([status, expect.objectContaining({ code })]);
  });

  test.each([
    ['a proxy', 502, 'retryable', 'HTTP 502 without a gRPC status'],
    ['a web server', 200, 'failure', 'HTTP 200 with an HTML page: this is no OTLP endpoint'],
  ])('reports HTML with status %s', async (_, httpStatus, status, message) => {
    const { url } = await serveAnswer((stream) => {
      stream.respond({ ':status': httpStatus, 'content-type': 'text/html' });
      stream.end('<html>s3cret');
    });
    expect(await transportTo(url).send(data, 5_000)).toEqual({ status, error: expect.objectContaining({ message }) });
  });

  test('cancels a response without end, and does not retry', async () => {
    const { url } = await serveAnswer((stream) => {
      stream.respond(GRPC);
      const flood = (): void => {
        while (!stream.destroyed && stream.write(Buffer.alloc(64 * 1024)));
      };
      stream.on('drain', flood);
      flood();
    });
    const message = 'a response of more than 64 KiB';
    expect(await transportTo(url).send(data, 20_000)).toEqual({
      status: 'failure',
      error: expect.objectContaining({ message }),
    });
  });

  test('does not throw for headers that cannot be sent', async () => {
    const { url } = await serveAnswer((stream) => stream.respond(OK, { endStream: true }));
    const transport = transportTo(url, { metadata: { connection: 'close' } });
    expect(await transport.send(data, 2_000)).toMatchObject({ status: 'failure' });
  });

  test('shares one connection between calls, many and large ones', async () => {
    const sessions = new Set<unknown>();
    const { url } = await serveAnswer((stream) => {
      sessions.add(stream.session);
      stream.on('end', () => stream.respond(OK, { endStream: true }));
    });
    const transport = transportTo(url);
    const large = Buffer.alloc(200_000);
    for (let round = 0; round < 2; round++) {
      const sent = await Promise.all(Array.from({ length: 150 }, () => transport.send(large, 30_000)));
      expect(new Set(sent.map(({ status }) => status))).toEqual(new Set(['success']));
    }
    expect(sessions.size).toBe(1);
  });

  test("respects a server's limit of concurrent calls", async () => {
    let underWay = 0;
    let most = 0;
    const { url } = await serveHttp2(
      (stream) => {
        most = Math.max(most, ++underWay);
        stream
          .on('close', () => underWay--)
          .on('end', () => stream.respond(OK, { endStream: true }))
          .resume();
      },
      { maxConcurrentStreams: 2 },
    );
    const transport = transportTo(url);
    expect(await transport.send(data, 5_000)).toEqual({ status: 'success' });
    const sent = await Promise.all(Array.from({ length: 20 }, () => transport.send(data, 20_000)));
    expect(sent.map(({ status }) => status)).toEqual(Array(20).fill('success'));
    expect(most).toBeLessThanOrEqual(2);
  });
});
