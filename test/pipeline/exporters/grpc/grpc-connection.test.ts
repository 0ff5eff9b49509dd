import type { ServerHttp2Stream } from 'node:http2';
import { afterEach, describe, expect, test } from '@jest/globals';
import { closeServers, serveRelay } from '../local-server.ts';
import { OK, serveAnswer, transportTo } from './grpc-calls.ts';

afterEach(closeServers);

const data = Buffer.from('telemetry');
const accept = (stream: ServerHttp2Stream): void => stream.respond(OK, { endStream: true });

/** A server that does as told with the calls by their number, from 1 on, and accepts all others. */
async function serveCalls(special: Readonly<Record<number, (stream: ServerHttp2Stream) => void>>) {
  const seen: unknown[] = [];
  const server = await serveAnswer((stream) => {
    seen.push(stream.session);
    (special[seen.length] ?? accept)(stream);
  });
  return { ...server, calls: () => seen.length, connections: () => new Set(seen).size };
}

async function sendTwice(url: string) {
  const transport = transportTo(url);
  const first = await transport.send(data, 5_000);
  return [first.status, (await transport.send(data, 5_000)).status];
}

describe('GrpcConnection', () => {
  test('finishes a call in progress after GOAWAY, and opens a new connection for the next one', async () => {
    const server = await serveCalls({
      1: (stream) => {
        stream.session?.goaway(0, stream.id);
        stream.session?.ping(() => accept(stream));
      },
    });
    expect(await sendTwice(server.url)).toEqual(['success', 'success']);
    expect([server.calls(), server.connections()]).toEqual([2, 2]);
  });

  test.each([
    [
      'a connection that the server closes when it is used again',
      ({ session }: ServerHttp2Stream) => session?.destroy(),
    ],
    ['a call that came after GOAWAY', ({ session }: ServerHttp2Stream) => session?.goaway(0, 1)],
    ['a call that the server refuses unseen', (stream: ServerHttp2Stream) => stream.close(7)],
  ])('repeats %s once, immediately', async (_, second) => {
    const server = await serveCalls({ 2: (stream) => void second(stream) });
    expect(await sendTwice(server.url)).toEqual(['success', 'success']);
    expect(server.calls()).toBe(3);
  });

  test('repeats a call only once', async () => {
    const refuse = (stream: ServerHttp2Stream): void => stream.close(7);
    const server = await serveCalls({ 1: refuse, 2: refuse, 3: refuse });
    expect(await transportTo(server.url).send(data, 5_000)).toMatchObject({ status: 'retryable' });
    expect(server.calls()).toBe(2);
  });

  test('does not repeat a call that the server refused with a status', async () => {
    const server = await serveCalls({
      1: (stream) => stream.respond({ ...OK, 'grpc-status': '3' }, { endStream: true }),
    });
    expect(await transportTo(server.url).send(data, 5_000)).toMatchObject({ status: 'failure' });
    expect(server.calls()).toBe(1);
  });

  test('detects a connection that carries nothing any more, and repeats the call on another', async () => {
    const server = await serveCalls({});
    const relay = await serveRelay(server.port);
    const transport = transportTo(relay.url, { keepalive: { pingAfterMillis: 50, pingTimeoutMillis: 200 } });
    expect(await transport.send(data, 5_000)).toMatchObject({ status: 'success' });
    relay.freeze();
    expect(await transport.send(data, 20_000)).toMatchObject({ status: 'success' });
    expect([server.calls(), relay.connections()]).toEqual([2, 2]);
  });

  test('waits for a slow server that answers pings, with one ping for all calls', async () => {
    let pings = 0;
    const { promise: pinged, resolve } = Promise.withResolvers<void>();
    const wait = (stream: ServerHttp2Stream): void => {
      // Long enough for more pings, if there were any, and for the first to be taken for lost.
      void pinged.then(() => setTimeout(() => accept(stream), 700));
    };
    const first = (stream: ServerHttp2Stream): void => {
      stream.session?.on('ping', () => {
        pings++;
        resolve();
      });
      wait(stream);
    };
    const server = await serveCalls({ 1: first, 2: wait, 3: wait });
    const transport = transportTo(server.url, { keepalive: { pingAfterMillis: 50, pingTimeoutMillis: 500 } });
    const sent = await Promise.all([1, 2, 3].map(() => transport.send(data, 20_000)));
    expect(sent.map(({ status }) => status)).toEqual(['success', 'success', 'success']);
    expect([server.connections(), pings]).toEqual([1, 1]);
  });

  test('connects again for the next call after a server that accepted the connection and was silent', async () => {
    const server = await serveCalls({});
    const relay = await serveRelay(server.port, { silent: 1 });
    const transport = transportTo(relay.url);
    expect(await transport.send(data, 300)).toMatchObject({ status: 'retryable', error: { code: 'ETIMEDOUT' } });
    expect(await transport.send(data, 20_000)).toMatchObject({ status: 'success' });
  });
});
