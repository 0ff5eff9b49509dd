/**
 * The life of the demo's three servers: loopback only, announced once they listen, ended by SIGTERM, SIGINT or the end of
 * the process that started them.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server's report to its parent (IPC message) and its reader (one JSON line on stdout) once it accepts requests. */
export interface ReadyMessage {
  readonly ready: string;
  readonly url: string;
}

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Requests that are still open this long after the stop are cut, so that a stuck one cannot keep the process alive. */
const DRAIN_LIMIT_MILLIS = 2_000;

/** Listens on 127.0.0.1; the port is the first argument, else the variable PORT, else a free one. */
export function startLocalServer(name: string, handler: RequestHandler): Server {
  const server = createServer((request, response) => {
    handler(request, response).catch((error: unknown) => {
      console.error(`${name}: request failed unexpectedly`, error);
      response.headersSent ? response.destroy() : sendJson(response, 500, { error: 'internal error' });
    });
  });
  server.once('error', (error) => {
    console.error(`${name}: cannot listen: ${error.message}`);
    process.exit(1);
  });
  server.listen(Number(process.argv[2] ?? process.env['PORT'] ?? 0), '127.0.0.1', () => announce(name, server));
  stopWithParent(server);
  return server;
}

function announce(name: string, server: Server): void {
  const { port } = server.address() as AddressInfo;
  const message: ReadyMessage = { ready: name, url: `http://127.0.0.1:${port}` };
  console.log(JSON.stringify(message));
  // The callback takes the error of a parent that is gone already; 'disconnect' deals with that case.
  process.send?.(message, undefined, {}, () => {});
}

function stopWithParent(server: Server): void {
  const stop = (): void => {
    server.close();
    setTimeout(() => server.closeAllConnections(), DRAIN_LIMIT_MILLIS).unref();
    // An open channel to the parent would keep this process alive; without it, it ends by itself.
    if (process.connected) process.disconnect();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  // A parent that died while this process was still loading has disconnected before anyone listened for it.
  if (process.connected === false) process.exit(1);
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

const BODY_LIMIT_BYTES = 64 * 1024;

/** The request's JSON body; `undefined` when it is empty, no JSON or larger than 64 KiB. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > BODY_LIMIT_BYTES) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A number between 0 and `limit - 1` that is always the same for the same text: delays that vary yet repeat. */
export function spread(text: string, limit: number): number {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum % limit;
}
