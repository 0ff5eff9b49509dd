/** Small servers that replace the destinations of a program, well-behaved or not. They listen on a free port, on 127.0.0.1 by default. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';

export interface StandIn extends AsyncDisposable {
  readonly port: number;
}

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** An HTTP server that records its requests and responds as configured, with 202 by default. */
export async function startHttpStandIn(
  answer: (response: ServerResponse, request: HttpRequest) => void = (response) => response.writeHead(202).end(),
): Promise<StandIn & { readonly url: string; readonly requests: readonly HttpRequest[] }> {
  const requests: HttpRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray().catch(() => []);
    const { method = '', url = '', headers } = request;
    const received = { method, path: url, headers, body: Buffer.concat(chunks) };
    requests.push(received);
    answer(response, received);
  });
  const standIn = await listening(server);
  return { ...standIn, url: `http://127.0.0.1:${standIn.port}`, requests };
}

/** A TCP server that accepts connections and handles their data as configured; by default it never responds. */
export async function startTcpStandIn(onConnection: (socket: Socket) => void = () => {}): Promise<StandIn> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {}).resume();
    onConnection(socket);
  });
  return listening(server);
}

/** A UDP server on the given address that remembers what it was sent. */
export async function startUdpStandIn(host: string): Promise<StandIn & { readonly messages: readonly Buffer[] }> {
  const messages: Buffer[] = [];
  const socket = createSocket('udp4', (message) => void messages.push(message));
  socket.bind(0, host);
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    messages,
    [Symbol.asyncDispose]: async () => {
      await once(socket.close(), 'close');
    },
  };
}

const BELOW_EPHEMERAL = { first: 20_000, count: 12_000 };

/**
 * A port on 127.0.0.1 where nothing listens. It is below those that the system assigns for port 0 (here from 32768
 * on), so that nobody else takes it before its user comes.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = BELOW_EPHEMERAL.first + Math.floor(Math.random() * BELOW_EPHEMERAL.count);
    const server = createTcpServer();
    const isFree = await once(server.listen(port, '127.0.0.1'), 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    await once(server.close(), 'close');
    return port;
  }
}

async function listening(server: Server): Promise<StandIn> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server.close(), 'close');
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
