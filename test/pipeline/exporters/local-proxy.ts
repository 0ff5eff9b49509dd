import { createServer, type IncomingHttpHeaders, request as requestHttp } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import { type LocalServer, listen } from './local-server.ts';

/** A request that a proxy received. */
export interface ProxiedRequest {
  readonly method: string;
  /** In absolute form, or `host:port` of CONNECT. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

export interface LocalProxy extends LocalServer {
  readonly seen: readonly ProxiedRequest[];
}

export interface LocalProxyOptions {
  /** The status of each response, instead of passing requests on. */
  readonly status?: number;
  /** CONNECT has no response. */
  readonly isSilent?: boolean;
  /** Makes it an HTTPS proxy. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** An HTTP proxy on a free port of 127.0.0.1. Every host name leads to 127.0.0.1, so that a Collector can have a name that only the proxy knows. */
export async function serveProxy({ status, isSilent = false, tls }: LocalProxyOptions = {}): Promise<LocalProxy> {
  const seen: ProxiedRequest[] = [];
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  server.on('request', (incoming, response) => {
    const { method = '', url = '', headers } = incoming;
    seen.push({ method, target: url, headers });
    if (status !== undefined) return void response.writeHead(status).end();
    const { port, pathname, search } = new URL(url);
    const options = { host: '127.0.0.1', port, path: pathname + search, method, headers };
    const onwards = requestHttp(options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onwards.on('error', () => response.destroy());
    incoming.pipe(onwards);
  });
  server.on('connect', ({ method = '', url = '', headers }, socket: Socket) => {
    seen.push({ method, target: url, headers });
    socket.on('error', () => {});
    if (isSilent) return;
    if (status !== undefined) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const onwards = connect(Number(url.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(onwards).pipe(socket);
    });
    onwards.on('error', () => socket.destroy());
    socket.on('close', () => onwards.destroy());
  });
  const listening = await listen(server);
  return { ...listening, url: tls === undefined ? listening.url : listening.url.replace('http:', 'https:'), seen };
}
