import { once } from 'node:events';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { HttpTransport } from '../../../../src/pipeline/exporters/transport/http-transport.ts';
import { createSelfSignedCertificate } from '../../../tools/receiver/self-signed-certificate.ts';
import { answering, closeServers, serveHttp, serveSilence } from '../local-server.ts';

afterEach(closeServers);

const data = Buffer.from('telemetry');
const OPTIONS = { contentType: 'application/x-protobuf', headers: {}, compression: 'none', tls: {} } as const;

async function timed<T>(promise: Promise<T>): Promise<{ value: T; millis: number }> {
  const before = performance.now();
  return { value: await promise, millis: performance.now() - before };
}

describe('HttpTransport at its end', () => {
  test.each(['none', 'gzip'] as const)(
    'ends requests in progress at shutdown (compression %s)',
    async (compression) => {
      const { url } = await serveSilence();
      const transport = new HttpTransport({ ...OPTIONS, url, compression });
      const sent = Promise.all([transport.send(data, 3_000), transport.send(data, 3_000)]);
      transport.shutdown();
      const { value, millis } = await timed(sent);
      expect(value.map(({ status }) => status)).not.toContain('success');
      expect(millis).toBeLessThan(1_000);
    },
  );

  test('ends a request whose response has begun', async () => {
    const { url } = await serveHttp((_, response) => void response.writeHead(200).write('begun'));
    const transport = new HttpTransport({ ...OPTIONS, url });
    const sent = transport.send(data, 3_000);
    await new Promise((resolve) => setTimeout(resolve, 200));
    transport.shutdown();
    const { value, millis } = await timed(sent);
    expect(value.status).not.toBe('success');
    expect(millis).toBeLessThan(1_000);
  });

  test('sends nothing after shutdown', async () => {
    let requests = 0;
    const { url } = await serveHttp((request, response) => {
      requests++;
      answering(200)(request, response);
    });
    const transport = new HttpTransport({ ...OPTIONS, url });
    transport.shutdown();
    expect((await transport.send(data, 1_000)).status).toBe('failure');
    expect(requests).toBe(0);
  });

  test('ends a response that never finishes when time is over', async () => {
    const { url } = await serveHttp((_, response) => void response.writeHead(200).write('begun'));
    const { value, millis } = await timed(new HttpTransport({ ...OPTIONS, url }).send(data, 200));
    expect(value.status).not.toBe('success');
    expect(millis).toBeLessThan(1_500);
  });

  test('S12: cancels a response without end, and does not retry', async () => {
    const chunk = Buffer.alloc(64 * 1024);
    const { url } = await serveHttp((request, response) => {
      request.resume();
      const flood = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', flood);
      flood();
    });
    const { status, error } = await new HttpTransport({ ...OPTIONS, url }).send(data, 10_000).then((response) => ({
      error: undefined,
      ...response,
    }));
    expect([status, error?.message]).toEqual(['failure', 'HTTP 200 with more than 64 KiB: this is no OTLP endpoint']);
  });

  test('reuses connections', async () => {
    let connections = 0;
    const { url } = await serveHttp((request, response) => {
      if (request.socket.listenerCount('counted') === 0) connections++;
      request.socket.on('counted', () => {});
      answering(200)(request, response);
    });
    const transport = new HttpTransport({ ...OPTIONS, url });
    for (let index = 0; index < 5; index++) expect((await transport.send(data, 1_000)).status).toBe('success');
    transport.shutdown();
    expect(connections).toBe(1);
  });

  test('trusts a certificate when its CA is named, else fails with that reason', async () => {
    const { cert, key } = createSelfSignedCertificate();
    const server = createHttpsServer({ cert, key }, answering(200)).listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const send = (tls: { ca?: Buffer }) => new HttpTransport({ ...OPTIONS, url, tls }).send(data, 5_000);
      expect(await send({ ca: Buffer.from(cert) })).toMatchObject({ status: 'success' });
      expect(await send({})).toMatchObject({ status: 'failure', error: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  test('does not throw for key material that is no PEM', async () => {
    const garbage = Buffer.from('no PEM');
    const transport = new HttpTransport({
      ...OPTIONS,
      url: 'https://127.0.0.1:1',
      tls: { cert: garbage, key: garbage },
    });
    const response = await transport.send(data, 1_000).catch((error: Error) => ({ status: 'failure', error }));
    expect(response).toMatchObject({ status: 'failure', error: { code: 'ERR_OSSL_PEM_NO_START_LINE' } });
  });
});
