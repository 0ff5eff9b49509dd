import { EventEmitter, once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';

/** Certificate and key in PEM; with `ca`, clients must present a certificate that this authority signed. */
export interface ReceiverTls {
  cert: string | Buffer;
  key: string | Buffer;
  ca?: string | Buffer;
}

export interface ListenOptions {
  /** @default '127.0.0.1' */
  host?: string;
  /** 0 takes a free one. @default 0 */
  port?: number;
  tls?: ReceiverTls;
}

/** A listening server that can be closed at any time, whatever its clients do. */
export interface ListeningServer {
  readonly url: string;
  readonly port: number;
  /** Ends every connection, idle, hanging and in TLS handshake included. */
  close(): Promise<void>;
}

export async function listen(
  server: Server,
  { host = '127.0.0.1', port = 0, tls }: ListenOptions,
): Promise<ListeningServer> {
  bypassInstrumentation(server);
  const sockets = trackSockets(server);
  server.listen(port, host);
  await once(server, 'listening');
  const bound = (server.address() as AddressInfo).port;
  let closing: Promise<void> | undefined;
  return {
    url: `${tls ? 'https' : 'http'}://${connectableHost(host)}:${bound}`,
    port: bound,
    close: () => {
      closing ??= closeServer(server, sockets);
      return closing;
    },
  };
}

export function tlsOptions({ cert, key, ca }: ReceiverTls) {
  return { cert, key, ...(ca ? { ca, requestCert: true, rejectUnauthorized: true } : {}) };
}

/**
 * The http instrumentation creates spans in `emit` of the server's prototype. In a process that exports to its own receiver
 * each export would create a span and so cause the next export. The receiver's servers therefore keep the original `emit`.
 */
function bypassInstrumentation(server: Server): void {
  server.emit = EventEmitter.prototype.emit;
}

function trackSockets(server: Server): Set<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

async function closeServer(server: Server, sockets: Set<Socket>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const socket of sockets) socket.destroy();
  await closed;
}

/** The host under which clients reach a server that listens on `host`. */
function connectableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
