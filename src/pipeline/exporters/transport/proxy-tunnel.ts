import type * as Http from 'node:http';
import type { Socket } from 'node:net';
import type { ProxyAddress } from './proxy-address.ts';
import { getBuiltinModule } from './unpatched-builtins.ts';
import { USER_AGENT } from './user-agent.ts';

const CONNECT_TIMEOUT_MILLIS = 10_000;

export interface TunnelTarget {
  /** An IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
}

/**
 * Opens a connection through an HTTP proxy. It does not keep the process alive.
 * https://www.rfc-editor.org/rfc/rfc9110#name-connect
 */
export function openTunnel(proxy: ProxyAddress, target: TunnelTarget, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const request = connectRequest(proxy, target);
    const fail = (error: Error): void => {
      finish();
      request.destroy();
      reject(error);
    };
    const abort = (): void => fail(signal.reason);
    const timer = setTimeout(
      () => fail(proxyFailure(proxy, new Error('no response to CONNECT'))),
      CONNECT_TIMEOUT_MILLIS,
    );
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
    timer.unref();
    signal.addEventListener('abort', abort, { once: true });
    request.on('socket', (socket) => void socket.unref());
    request.on('error', (error) => fail(proxyFailure(proxy, error)));
    request.on('connect', ({ statusCode = 0 }: Http.IncomingMessage, socket: Socket, head: Buffer) => {
      if (statusCode < 200 || statusCode >= 300) return fail(refusal(proxy, statusCode));
      finish();
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    if (signal.aborted) abort();
    else request.end();
  });
}

function connectRequest(proxy: ProxyAddress, { host, port }: TunnelTarget): Http.ClientRequest {
  const { ClientRequest } = getBuiltinModule('node:http');
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new ClientRequest({
    host: proxy.host,
    port: proxy.port,
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, 'user-agent': USER_AGENT, ...proxyAuthorization(proxy) },
    agent: createProxyAgent(proxy),
  });
}

/** An agent whose connections go to the proxy itself. */
export function createProxyAgent({ protocol }: ProxyAddress, options: Http.AgentOptions = {}): Http.Agent {
  const { Agent } = protocol === 'https:' ? getBuiltinModule('node:https') : getBuiltinModule('node:http');
  return new Agent(options);
}

export function proxyAuthorization({ authorization }: ProxyAddress): Http.OutgoingHttpHeaders {
  return authorization === undefined ? {} : { 'proxy-authorization': authorization };
}

/** The proxy cannot be reached. Its code differs from those of the Collector, which other advice belongs to. */
export function proxyFailure({ name }: ProxyAddress, { message, code }: NodeJS.ErrnoException): Error {
  const reason = code === undefined || message.includes(code) ? message : `${code}: ${message}`;
  return Object.assign(new Error(`the connection to the proxy ${name} failed: ${reason}`), {
    code: 'ERR_PROXY_CONNECTION',
  });
}

/** The proxy does not open the tunnel. */
function refusal({ name }: ProxyAddress, statusCode: number): Error {
  const isTransient = statusCode === 429 || statusCode >= 500;
  const code = isTransient ? 'ERR_PROXY_UNAVAILABLE' : 'ERR_PROXY_REFUSED';
  return Object.assign(new Error(`the proxy ${name} does not connect to the Collector: HTTP ${statusCode}`), { code });
}
