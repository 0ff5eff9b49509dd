import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { HttpTransport } from '../../src/pipeline/exporters/transport/http-transport.ts';
import { closeServers, readBody, serveHttp } from '../pipeline/exporters/local-server.ts';

afterEach(closeServers);

describe('stale connection', () => {
  test('retries without a failure when the server closes a reused connection', async () => {
    const requests = new Map<Socket, number>();
    const bodies: string[] = [];
    const server = await serveHttp(async (request, response) => {
      const { socket } = request;
      const count = (requests.get(socket) ?? 0) + 1;
      requests.set(socket, count);
      if (count > 1) return void socket.destroy();
      bodies.push((await readBody(request)).toString());
      response.end();
    });
    const transport = new HttpTransport({
      url: server.url,
      contentType: 'text/plain',
      headers: {},
      compression: 'none',
      tls: {},
    });
    try {
      for (const text of ['one', 'two', 'three']) {
        expect(await transport.send(Buffer.from(text), 5_000)).toMatchObject({ status: 'success' });
        // The agent takes a connection back only after the answer's end.
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    } finally {
      transport.shutdown();
    }
    expect(bodies).toEqual(['one', 'two', 'three']);
    // Each connection but the last was tried a second time.
    expect([...requests.values()]).toEqual([2, 2, 1]);
  });
});
