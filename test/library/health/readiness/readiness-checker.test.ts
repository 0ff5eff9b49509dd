import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { createDatabaseCheck } from '../../../../src/library/health/readiness/database-check.ts';
import { ReadinessChecker } from '../../../../src/public/health.ts';
import { fakeServer } from './servers.ts';

const SIGNAL = new AbortController().signal;
const password = `pw-${randomBytes(6).toString('hex')}`;

async function checkDatabase(url: string): Promise<unknown> {
  const { check, close } = createDatabaseCheck(url);
  try {
    return await check(SIGNAL);
  } catch (error) {
    return (error as Error).message;
  } finally {
    close();
  }
}

describe('ReadinessChecker', () => {
  test('without dependencies it is ready', async () => {
    expect(await new ReadinessChecker().isReady()).toBe(true);
  });

  test('a port that accepts connections is ready, a closed one is not', async () => {
    await using server = await fakeServer(() => {});
    const readiness = new ReadinessChecker().addTcpDependency({ name: 'open', host: '127.0.0.1', port: server.port });
    expect(await readiness.isReady()).toBe(true);
    readiness.addTcpDependency({ name: 'closed', host: '127.0.0.1', port: 1 });
    expect(await readiness.isReady()).toBe(false);
    const { closed } = await readiness.runAllChecks();
    expect(closed).toEqual(
      expect.objectContaining({ status: 'unhealthy', message: expect.stringContaining('ECONNREFUSED') }),
    );
  });

  test.each<readonly [number, object, boolean]>([
    [200, {}, true],
    [204, {}, false],
    [204, { expectedStatus: 204 }, true],
    [301, { expectedStatus: { from: 200, to: 399 } }, true],
    [500, { expectedStatus: [200, 503] }, false],
    [503, { expectedStatus: [200, 503] }, true],
  ])('an HTTP dependency that returns %d with %j: %s', async (status, options, expected) => {
    const server = http.createServer((_request, response) =>
      response.writeHead(status, { location: '/elsewhere' }).end('x'.repeat(100_000)),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/health`;
    expect(await new ReadinessChecker().addHttpDependency({ name: 'api', url, ...options }).isReady()).toBe(expected);
    server.close();
  });

  test('a server that accepts and never responds is a timeout', async () => {
    await using server = await fakeServer(() => {});
    const readiness = new ReadinessChecker().addHttpDependency({
      name: 'api',
      url: `http://127.0.0.1:${server.port}`,
      timeout: 0.05,
    });
    const { api } = await readiness.runAllChecks();
    expect(api).toEqual(expect.objectContaining({ status: 'unhealthy', message: 'timeout: no result within 0.05 s' }));
  });

  test.each<readonly [string, (readiness: ReadinessChecker) => unknown]>([
    [
      'addTcpDependency: expected port to be a port from 1 to 65535, got 0',
      (r) => r.addTcpDependency({ name: 'a', host: 'h', port: 0 }),
    ],
    [
      'addHttpDependency: expected url to be an http:// or https:// URL, got a string',
      (r) => r.addHttpDependency({ name: 'a', url: 'ftp://u:p@h' }),
    ],
    [
      'addDatabaseDependency: expected connectionString to be a URL that begins with postgresql://, postgres://, mysql://, redis://, rediss://, mongodb://, got a string',
      (r) => r.addDatabaseDependency({ name: 'a', connectionString: `oracle://u:${password}@h` }),
    ],
    [
      'addDatabaseDependency: expected name to be a non-empty string, got undefined',
      (r) => r.addDatabaseDependency({ connectionString: 'redis://h' } as never),
    ],
  ])('throws at once: %s', (message, act) => {
    expect(() => act(new ReadinessChecker())).toThrow(new TypeError(message));
  });
});

describe('a check of Redis', () => {
  test('sends AUTH once and PING with each check, on one connection', async () => {
    await using server = await fakeServer((data, socket) =>
      socket.write(String(data).includes('AUTH') ? '+OK\r\n' : '+PONG\r\n'),
    );
    const { check, close } = createDatabaseCheck(`redis://user:${password}@127.0.0.1:${server.port}`);
    expect(await check(SIGNAL)).toEqual({ status: 'healthy', message: 'responds to PING' });
    expect(await check(SIGNAL)).toEqual({ status: 'healthy', message: 'responds to PING' });
    close();
    expect(server.connections()).toBe(1);
    expect(server.received.map(String)).toEqual([
      `*3\r\n$4\r\nAUTH\r\n$4\r\nuser\r\n$${password.length}\r\n${password}\r\n`,
      '*1\r\n$4\r\nPING\r\n',
      '*1\r\n$4\r\nPING\r\n',
    ]);
  });

  test('an error of the server is the message, without the password', async () => {
    await using server = await fakeServer((_data, socket) => socket.write(`-WRONGPASS invalid ${password}\r\n`));
    expect(await checkDatabase(`redis://:${password}@127.0.0.1:${server.port}`)).toBe('WRONGPASS invalid ***');
  });

  test('a connection that is closed is opened again by the next check', async () => {
    await using server = await fakeServer((_data, socket) => void socket.end('+PONG\r\n'));
    const { check, close } = createDatabaseCheck(`redis://127.0.0.1:${server.port}`);
    await check(SIGNAL);
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.resolve(check(SIGNAL)).catch(() => undefined);
    expect(await check(SIGNAL)).toEqual(expect.objectContaining({ status: 'healthy' }));
    close();
  });
});

describe('a check of MongoDB', () => {
  const ok = (value: number): Buffer => {
    const bytes = Buffer.concat([
      Buffer.alloc(16),
      Buffer.from('\x00\x00\x00\x00\x00\x11\x00\x00\x00\x01ok\0', 'latin1'),
      Buffer.alloc(8),
      Buffer.from([0]),
    ]);
    bytes.writeInt32LE(bytes.length, 0);
    bytes.writeInt32LE(2013, 12);
    bytes.writeDoubleLE(value, bytes.length - 9);
    return bytes;
  };

  test('sends the command ping as OP_MSG', async () => {
    await using server = await fakeServer((_data, socket) => socket.write(ok(1)));
    expect(await checkDatabase(`mongodb://u:${password}@127.0.0.1:${server.port}/db`)).toEqual({
      status: 'healthy',
      message: 'responds to ping (credentials are not checked)',
    });
    const [request] = server.received;
    expect(request?.readInt32LE(0)).toBe(request?.length);
    expect(request?.readInt32LE(12)).toBe(2013);
    expect(request?.includes('ping')).toBe(true);
  });

  test('a response that is not ok is unhealthy', async () => {
    await using server = await fakeServer((_data, socket) => socket.write(ok(0)));
    expect(await checkDatabase(`mongodb://127.0.0.1:${server.port}`)).toBe(
      'expected the response of a MongoDB server to ping',
    );
  });
});

describe('a database that is something else', () => {
  test.each(['redis', 'mongodb'])('%s: a server of another protocol is not called healthy', async (scheme) => {
    await using server = await fakeServer((_data, socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await checkDatabase(`${scheme}://127.0.0.1:${server.port}`)).toEqual(expect.any(String));
  });
});
