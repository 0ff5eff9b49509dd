import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import {
  createServer as createHttp2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
  type Settings,
} from 'node:http2';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';

export interface LocalServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const open = new Set<LocalServer>();

/** An HTTP server on a free port of 127.0.0.1; `closeServers` ends it. */
export function serveHttp(answer: RequestListener): Promise<LocalServer> {
  return listen(createServer(answer));
}

/** An HTTP/2 server without TLS that does with each call as told. */
export function serveHttp2(
  onCall: (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void,
  settings: Settings = {},
): Promise<LocalServer> {
  const server = createHttp2Server({ settings, maxSessionMemory: 1_000 });
  // A client that goes away in the middle is what some tests are about.
  server.on('sessionError', () => {});
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    onCall(stream, headers);
  });
  return listen(server);
}

/**
 * Passes connections on to another port, but for the first `silent` of them, which are taken and left alone. Those made before
 * `freeze()` then carry nothing more, and nobody is told.
 */
export async function serveRelay(
  port: number,
  { silent = 0 } = {},
): Promise<LocalServer & { freeze(): void; connections(): number }> {
  const sockets: Socket[] = [];
  let count = 0;
  const relay = createTcpServer((socket) => {
    if (++count <= silent) return void socket.on('error', () => {}).resume();
    const onwards = connect(port, '127.0.0.1');
    sockets.push(socket, onwards);
    socket.on('error', () => {}).on('close', () => onwards.destroy());
    onwards.on('error', () => {}).on('close', () => socket.destroy());
    socket.pipe(onwards).pipe(socket);
  });
  const freeze = (): void => {
    for (const socket of sockets.splice(0)) socket.unpipe().resume();
  };
  return { ...(await listen(relay)), freeze, connections: () => count };
}

/** A server that takes connections and whatever is sent, and never answers. */
export function serveSilence(): Promise<LocalServer> {
  return listen(createTcpServer((socket) => void socket.on('error', () => {}).resume()));
}

/** Ends every connection as soon as something is sent on it, with a TCP reset. */
export function serveResets(): Promise<LocalServer> {
  return listen(createTcpServer((socket) => void socket.on('data', () => socket.resetAndDestroy())));
}

export async function closeServers(): Promise<void> {
  await Promise.all([...open].map((server) => server.close()));
}

export async function listen(server: Server): Promise<LocalServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const local: LocalServer = {
    url: `http://127.0.0.1:${port}`,
    port,
    close: async () => {
      open.delete(local);
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  open.add(local);
  return local;
}

/** What is left of a request once it is read. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  return Buffer.concat(await request.toArray());
}

/** Reads the request and gives one answer. */
export function answering(status: number, headers: Record<string, string> = {}, body = ''): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) =>
    void request.resume().on('end', () => response.writeHead(status, headers).end(body));
}
