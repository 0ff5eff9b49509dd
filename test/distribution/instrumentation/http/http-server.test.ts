import { once } from 'node:events';
import http from 'node:http';
import { createRequire } from 'node:module';
import net, { type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { getRPCMetadata, W3CTraceContextPropagator } from '@opentelemetry/core';
import { createHttpInstrumentation } from '../../../../src/distribution/instrumentation/http/http-instrumentation.ts';
import { resolveConfig } from '../../../../src/foundation/configuration/resolve.ts';
import { createProviders } from '../../../library/genai/recorded-telemetry.ts';

const providers = createProviders();
let instrumentation: ReturnType<typeof createHttpInstrumentation>;
const servers: http.Server[] = [];

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  instrumentation = createHttpInstrumentation(resolveConfig({ environment: {} }).config);
  instrumentation.setTracerProvider(providers.tracers);
  instrumentation.setMeterProvider(providers.meters);
  instrumentation.enable();
});

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
  providers.resetSpans();
});

afterAll(async () => {
  instrumentation.disable();
  context.disable();
  propagation.disable();
  await providers.shutdown();
});

async function serve(handler: http.RequestListener, options: http.ServerOptions = {}): Promise<number> {
  const server = http.createServer(options, handler);
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

/** Writes bytes to a server, and returns what it sends until it ends the connection. */
async function exchange(port: number, ...parts: readonly string[]): Promise<string> {
  const socket = net.connect(port, '127.0.0.1');
  socket.on('error', () => {});
  for (const part of parts) {
    socket.write(part);
    await sleep(20);
  }
  return Buffer.concat(await socket.toArray()).toString();
}

const spans = () => providers.spans().filter(({ kind }) => kind === 1);
/** The client may have its response before the server has closed it. */
async function spanEnd(): Promise<void> {
  while (spans().length === 0) await sleep(1);
}

const REQUEST = 'GET /orders?id=7 HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n';

/** The trace that is active when each of these events is emitted. */
function activeAt(
  emitter: NodeJS.EventEmitter,
  names: readonly string[],
): Readonly<Record<string, string | undefined>> {
  const seen: Record<string, string | undefined> = {};
  for (const name of names) emitter.on(name, () => (seen[name] = trace.getActiveSpan()?.spanContext().traceId));
  return seen;
}

describe('HttpServerSpans', () => {
  test('keeps the context of a request with a body in all of its events', async () => {
    const { promise, resolve } = Promise.withResolvers<readonly unknown[]>();
    const port = await serve((request, response) => {
      const events = activeAt(request, ['data', 'end', 'close']);
      const own = trace.getActiveSpan()?.spanContext().traceId;
      request.on('end', () => response.end('done'));
      response.on('close', () => setImmediate(() => resolve([own, events])));
    });
    const head = 'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\n\r\n';
    await exchange(port, head, 'bo', 'dy');
    const [own, events] = await promise;
    expect(own).toMatch(/^[\da-f]{32}$/);
    expect(events).toEqual({ data: own, end: own, close: own });
  });

  test('keeps the context in the close of a request and response that the client gave up', async () => {
    const { promise, resolve } = Promise.withResolvers<readonly unknown[]>();
    const port = await serve((request, response) => {
      const events = [activeAt(request, ['close']), activeAt(response, ['close'])];
      const own = trace.getActiveSpan()?.spanContext().traceId;
      let closed = 0;
      const onClose = () => void (++closed === 2 && resolve([own, events]));
      request.on('close', onClose);
      response.on('close', onClose);
      socket.destroy();
    });
    const socket = net.connect(port, '127.0.0.1', () => socket.write(`${REQUEST}\r\n`));
    const [own, events] = await promise;
    expect(events).toEqual([{ close: own }, { close: own }]);
    expect(spans().map(({ attributes, status }) => [attributes['error.type'], status.code])).toEqual([['aborted', 2]]);
  });

  test('traces requests that an application emits by hand', async () => {
    const server = http.createServer((_request, response) => {
      response.statusCode = 404;
      response.end(trace.getActiveSpan()?.spanContext().spanId);
      response.emit('close');
    });
    const request = new http.IncomingMessage(new net.Socket());
    Object.assign(request, { method: 'GET', url: '/by-hand', httpVersion: '1.1' });
    const response = new http.ServerResponse(request);
    server.emit('request', request, response);
    expect(
      spans().map(({ name, attributes }) => [name, attributes['url.path'], attributes['http.response.status_code']]),
    ).toEqual([['GET', '/by-hand', 404]]);
    expect(trace.getActiveSpan()).toBeUndefined();
  });

  test('traces each of several pipelined requests in its own context', async () => {
    const active: (string | undefined)[] = [];
    const port = await serve((_request, response) => {
      active.push(trace.getActiveSpan()?.spanContext().spanId);
      setTimeout(() => response.end('ok'), 10);
    });
    await exchange(port, `GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n${REQUEST}\r\n`);
    expect(spans().map((span) => span.spanContext().spanId)).toEqual(active);
    expect(new Set(active).size).toBe(3);
    expect(spans().every(({ parentSpanContext }) => parentSpanContext === undefined)).toBe(true);
  });

  test('traces requests whose body the application asks for by itself', async () => {
    const port = await serve(() => {});
    servers[0]?.on('checkContinue', (_request, response) => response.writeHead(417).end());
    await exchange(
      port,
      'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n',
    );
    expect(spans().map(({ attributes }) => attributes['http.response.status_code'])).toEqual([417]);
  });

  test('leaves upgrades and tunnels to what handles them', async () => {
    const port = await serve((_request, response) => response.end('ok'));
    let active: unknown = 'none yet';
    servers[0]?.on('upgrade', (_request, socket) => {
      active = trace.getActiveSpan();
      socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n');
    });
    const upgrade = 'GET /socket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    await exchange(port, 'GET /1 HTTP/1.1\r\nHost: a\r\n\r\n', upgrade);
    expect(active).toBeUndefined();
    expect(spans()).toHaveLength(1);
  });

  test('ends a span after the listeners of finish', async () => {
    const port = await serve((_request, response) => {
      const span = trace.getActiveSpan();
      response.on('finish', () => span?.setAttribute('app.user', 'u-1'));
      response.end();
    });
    await exchange(port, `${REQUEST}\r\n`);
    await spanEnd();
    expect(spans()[0]?.attributes['app.user']).toBe('u-1');
  });

  test('puts the route that a framework has matched on span and metric', async () => {
    const port = await serve((_request, response) => {
      const metadata = getRPCMetadata(context.active());
      if (metadata !== undefined) metadata.route = '/orders/:id';
      response.end();
    });
    await exchange(port, `${REQUEST}\r\n`);
    await spanEnd();
    expect(spans().map(({ name, attributes }) => [name, attributes['http.route']])).toEqual([
      ['GET /orders/:id', '/orders/:id'],
    ]);
    const points = await providers.points(({ attributes }) => attributes['http.route']);
    expect(points['http.server.request.duration']).toContain('/orders/:id');
  });

  test('records what a handler throws, and throws it on', async () => {
    const server = http.createServer(() => {
      throw new TypeError('no such order');
    });
    const request = new http.IncomingMessage(new net.Socket());
    expect(() => server.emit('request', request, new http.ServerResponse(request))).toThrow('no such order');
    expect(
      spans().map(({ attributes, status, events }) => [attributes['error.type'], status, events[0]?.name]),
    ).toEqual([['TypeError', { code: 2, message: 'no such order' }, 'exception']]);
  });

  test('writes credentials of signed URLs nowhere', async () => {
    const port = await serve((_request, response) => response.end());
    await exchange(port, 'GET /a?b=c&sig=abc&Signature=d HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    await spanEnd();
    expect(spans()[0]?.attributes['url.query']).toBe('b=c&sig=REDACTED&Signature=REDACTED');
  });

  test('answers requests as before when it is disabled', async () => {
    instrumentation.disable();
    const port = await serve((_request, response) => response.end(String(trace.getActiveSpan())));
    expect(await exchange(port, `${REQUEST}\r\n`)).toMatch(/undefined$/);
    expect(spans()).toEqual([]);
    expect(Object.hasOwn(http.Server.prototype, 'emit')).toBe(false);
    instrumentation.enable();
  });
});

describe('createHttpInstrumentation', () => {
  test('has the scope of the installed official package', () => {
    const { HttpInstrumentation } = createRequire(import.meta.url)('@opentelemetry/instrumentation-http');
    const { instrumentationVersion: version } = new HttpInstrumentation({ enabled: false });
    expect(instrumentation).toMatchObject({
      instrumentationName: '@opentelemetry/instrumentation-http',
      instrumentationVersion: version,
    });
  });

  test('is the official instrumentation with OTELIER_HTTP=official', () => {
    const official = createHttpInstrumentation(resolveConfig({ environment: { OTELIER_HTTP: 'official' } }).config);
    expect(official.constructor.name).toBe('HttpInstrumentation');
    expect(official.getConfig()).toHaveProperty('ignoreIncomingRequestHook');
    official.disable();
  });
});
