import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { answering, closeServers, serveHttp, serveSilence } from '../exporters/local-server.ts';
import { runProgram, sourceUrl } from '../exporters/programs.ts';

afterEach(closeServers);

/** A server that answers so, and what it was asked. */
async function serve(answer: RequestListener) {
  const bodies: string[] = [];
  const { url } = await serveHttp((request, response) => {
    bodies.push(`${request.method} ${String(request.headers['x-key'])}`);
    answer(request, response);
  });
  return { url, bodies };
}

/** The server runs in this process, so the blocking call has to be in another. */
async function deliver(url: string, { count = 3, timeoutMillis = 5_000, own = 10_000, compression = 'none' } = {}) {
  const { stdout } = await runProgram(`
    import { sendBlocking } from ${sourceUrl('src/pipeline/delivery/blocking-send.ts')};
    const options = { url: '${url}', contentType: 'text/plain', headers: { 'x-key': 'k' }, compression: '${compression}', tls: {} };
    const plan = { protocol: 'http', options };
    const request = (index) => ({ plan, timeoutMillis: ${own}, body: Buffer.from('body ' + index) });
    const started = performance.now();
    const failures = sendBlocking(Array.from({ length: ${count} }, (_, index) => request(index)), ${timeoutMillis});
    console.log(JSON.stringify({
      millis: performance.now() - started,
      failures: failures.map((error) => error && { message: error.message, code: error.code, status: error.status }),
    }));
  `);
  return JSON.parse(stdout) as {
    millis: number;
    failures: ({ message: string; code?: string; status?: number } | null)[];
  };
}

describe('sendBlocking', () => {
  test('all arrives, with its headers, and nothing is said', async () => {
    const { url, bodies } = await serve(answering(200));
    expect((await deliver(url, { count: 20 })).failures).toEqual(Array(20).fill(null));
    expect(bodies).toEqual(Array(20).fill('POST k'));
  });

  test.each([
    ['a refusal is not repeated', answering(401), { message: 'HTTP 401 Unauthorized', status: 401 }],
    [
      'HTML is no success',
      answering(200, { 'content-type': 'text/html' }),
      { message: 'HTTP 200 with an HTML page: this is no OTLP endpoint', status: 200 },
    ],
  ])('%s', async (_, answer, failure) => {
    const { url, bodies } = await serve(answer);
    expect((await deliver(url, { count: 1 })).failures).toEqual([failure]);
    expect(bodies).toHaveLength(1);
  });

  test('a server that asks for patience gets another try', async () => {
    let count = 0;
    const { url } = await serveHttp((request, response) => answering(count++ === 0 ? 503 : 200)(request, response));
    expect((await deliver(url, { count: 1 })).failures).toEqual([null]);
    expect(count).toBe(2);
  });

  test('nothing listens: known at once', async () => {
    const { failures, millis } = await deliver('http://127.0.0.1:1');
    expect(failures).toEqual(Array(3).fill(expect.objectContaining({ code: 'ECONNREFUSED' })));
    expect(millis).toBeLessThan(3_000);
  });

  test.each([
    [{ timeoutMillis: 300 }, 'no answer within 300 ms'],
    [{ own: 200 }, 'no answer within 200 ms'],
  ])('a server that never answers: %j', async (limits, message) => {
    const { url } = await serveSilence();
    expect((await deliver(url, limits)).failures).toEqual(Array(3).fill({ message, code: 'ETIMEDOUT' }));
  });
});
