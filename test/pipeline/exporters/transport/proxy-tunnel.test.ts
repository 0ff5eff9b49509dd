// The transports through a proxy: absolute-form requests for http, CONNECT for https and gRPC.
import { createServer as createHttpsServer } from 'node:https';
import { afterEach, describe, expect, test } from '@jest/globals';
import { describeFailure } from '../../../../src/pipeline/exporters/destination/failure-reason.ts';
import { HttpTransport } from '../../../../src/pipeline/exporters/transport/http-transport.ts';
import { resolveProxy } from '../../../../src/pipeline/exporters/transport/proxy-address.ts';
import { createSelfSignedCertificate } from '../../../tools/receiver/self-signed-certificate.ts';
import { OK, serveAnswer, transportTo } from '../grpc/grpc-calls.ts';
import { type LocalProxyOptions, serveProxy } from '../local-proxy.ts';
import { answering, closeServers, listen, readBody, serveHttp } from '../local-server.ts';

const transports: { shutdown(): void }[] = [];
afterEach(async () => {
  for (const transport of transports.splice(0)) transport.shutdown();
  await closeServers();
});

const data = Buffer.from('telemetry');
const OPTIONS = { contentType: 'application/x-protobuf', headers: {}, compression: 'none', tls: {} } as const;
const SECRET = 'hunter2';

const proxyAt = (url: string, endpoint: string) =>
  resolveProxy(endpoint, { url: url.replace('://', `://me:${SECRET}@`), bypass: '' });

/** A transport to a host that only the proxy can resolve. */
async function through(proxyOptions: LocalProxyOptions, port: number, scheme = 'http', tls = {}) {
  const proxy = await serveProxy(proxyOptions);
  const url = `${scheme}://collector.invalid:${port}/v1/traces?x=1`;
  const transport = new HttpTransport({ ...OPTIONS, url, tls, proxy: proxyAt(proxy.url, url) });
  transports.push(transport);
  return { proxy, transport };
}

const messageOf = (response: object): string => ('error' in response ? describeFailure(response.error) : '');
const AUTHORIZATION = `Basic ${Buffer.from(`me:${SECRET}`).toString('base64')}`;

describe('HttpTransport with a proxy', () => {
  test('sends requests in absolute form for http', async () => {
    const bodies: (Buffer | string | undefined)[] = [];
    const server = await serveHttp(async (request, response) => {
      bodies.push(request.url, request.headers.host, await readBody(request));
      response.end();
    });
    const { proxy, transport } = await through({}, server.port);
    expect(await transport.send(data, 5_000)).toMatchObject({ status: 'success' });
    expect(bodies).toEqual(['/v1/traces?x=1', `collector.invalid:${server.port}`, data]);
    expect(proxy.seen).toEqual([
      {
        method: 'POST',
        target: `http://collector.invalid:${server.port}/v1/traces?x=1`,
        headers: expect.objectContaining({ 'proxy-authorization': AUTHORIZATION }),
      },
    ]);
  });

  test('opens one tunnel for https, and the headers of the export stay inside of it', async () => {
    const { cert, key } = createSelfSignedCertificate();
    const server = await listen(createHttpsServer({ cert, key }, answering(200)));
    const tls = { ca: Buffer.from(cert), checkServerIdentity: () => undefined };
    const { proxy, transport } = await through({}, server.port, 'https', tls);
    for (let index = 0; index < 3; index++) {
      const response = await transport.send(data, 5_000);
      expect([response.status, messageOf(response)]).toEqual(['success', '']);
    }
    expect(proxy.seen).toEqual([
      {
        method: 'CONNECT',
        target: `collector.invalid:${server.port}`,
        headers: {
          host: `collector.invalid:${server.port}`,
          connection: expect.any(String),
          'proxy-authorization': AUTHORIZATION,
          'user-agent': expect.stringMatching(/^otelier/),
        },
      },
    ]);
  });

  test('speaks TLS to an https proxy', async () => {
    const server = await serveHttp(answering(200));
    const { transport } = await through({ tls: createSelfSignedCertificate() }, server.port);
    // Nobody trusts its certificate, which shows that TLS was spoken.
    expect(messageOf(await transport.send(data, 5_000))).toMatch(
      /^the connection to the proxy https:\/\/127\.0\.0\.1:\d+ failed: .*(self.signed|SELF_SIGNED)/,
    );
  });

  test.each(['http', 'https'])('reports a proxy that cannot be reached, and retries (%s)', async (scheme) => {
    const url = `${scheme}://collector.invalid:1/`;
    const transport = new HttpTransport({ ...OPTIONS, url, proxy: proxyAt('http://127.0.0.1:1', url) });
    const response = await transport.send(data, 5_000);
    expect(response.status).toBe('retryable');
    expect(messageOf(response)).toMatch(/^the connection to the proxy http:\/\/127\.0\.0\.1:1 failed: .*ECONNREFUSED/);
  });

  test.each([
    [407, 'failure'],
    [403, 'failure'],
    [502, 'retryable'],
    [429, 'retryable'],
  ])('reports the status %d of a proxy that opens no tunnel', async (status, expected) => {
    const { transport } = await through({ status }, 1, 'https');
    const response = await transport.send(data, 5_000);
    expect(response.status).toBe(expected);
    expect(messageOf(response)).toMatch(new RegExp(`^the proxy http://127.* does not connect .*: HTTP ${status}$`));
    expect(messageOf(response)).not.toMatch(SECRET);
  });

  test('ends a tunnel that is being opened when it is shut down, and when its time is over', async () => {
    const { transport } = await through({ isSilent: true }, 1, 'https');
    expect(await transport.send(data, 100)).toMatchObject({ status: 'retryable', error: { code: 'ETIMEDOUT' } });
    const sent = transport.send(data, 60_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    transport.shutdown();
    expect(await sent).toMatchObject({ status: 'failure' });
  });
});

describe('GrpcTransport with a proxy', () => {
  test('opens one tunnel for all calls', async () => {
    const server = await serveAnswer((stream) => stream.respond(OK, { endStream: true }));
    const proxy = await serveProxy();
    const url = `http://collector.invalid:${server.port}`;
    const transport = transportTo(url, { proxy: proxyAt(proxy.url, url) });
    const sent = await Promise.all([transport.send(data, 5_000), transport.send(data, 5_000)]);
    sent.push(await transport.send(data, 5_000));
    expect(sent.map((response) => [response.status, messageOf(response)])).toEqual(Array(3).fill(['success', '']));
    expect(proxy.seen.map(({ method, target }) => [method, target])).toEqual([
      ['CONNECT', `collector.invalid:${server.port}`],
    ]);
    expect(proxy.seen[0]?.headers['proxy-authorization']).toBe(AUTHORIZATION);
  });

  test('opens another tunnel after the connection broke', async () => {
    let calls = 0;
    const server = await serveAnswer((stream) => {
      if (++calls === 2) stream.session?.destroy();
      else stream.respond(OK, { endStream: true });
    });
    const proxy = await serveProxy();
    const url = `http://collector.invalid:${server.port}`;
    const transport = transportTo(url, { proxy: proxyAt(proxy.url, url) });
    for (let index = 0; index < 3; index++)
      expect(await transport.send(data, 5_000)).toMatchObject({ status: 'success' });
    expect(proxy.seen).toHaveLength(2);
  });

  test.each([
    [{ status: 407 }, 'failure', /HTTP 407/],
    [{ status: 503 }, 'retryable', /HTTP 503/],
  ])('reports a proxy that opens no tunnel (%j)', async (options, status, message) => {
    const proxy = await serveProxy(options);
    const url = 'http://collector.invalid:1';
    const response = await transportTo(url, { proxy: proxyAt(proxy.url, url) }).send(data, 5_000);
    expect([response.status, messageOf(response)]).toEqual([status, expect.stringMatching(message)]);
    expect(messageOf(response)).not.toMatch(SECRET);
  });

  test('ends a tunnel that is being opened when it is shut down', async () => {
    const proxy = await serveProxy({ isSilent: true });
    const url = 'http://collector.invalid:1';
    const transport = transportTo(url, { proxy: proxyAt(proxy.url, url) });
    const sent = transport.send(data, 60_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    transport.shutdown();
    expect(await sent).toMatchObject({ status: 'failure' });
  });
});
