import type { IncomingMessage } from 'node:http';
import type { Attributes } from '@opentelemetry/api';
import { parseTarget } from './request-target.ts';
import { forwardedClientAddress, serverAddress } from './server-address.ts';

const METHODS: ReadonlySet<string> = new Set([
  'CONNECT',
  'DELETE',
  'GET',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'POST',
  'PUT',
  'QUERY',
  'TRACE',
]);

/** A method of the conventions, or `_OTHER`, so that metrics have a bounded number of series. */
export function normalizeMethod(method: string): string {
  if (METHODS.has(method)) return method;
  const upper = method.toUpperCase();
  return METHODS.has(upper) ? upper : '_OTHER';
}

/** The span's name before a framework has matched a route. */
export const methodName = (method: string): string => (method === '_OTHER' ? 'HTTP' : method);

/** What is known of an incoming request before it is handled: https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server */
export function serverRequestAttributes(request: IncomingMessage, scheme: string): Attributes {
  const { headers, socket } = request;
  // A request that was made by hand may lack these.
  const method = request.method ?? 'GET';
  const normalized = normalizeMethod(method);
  const server = serverAddress(headers, scheme);
  const { path, query } = parseTarget(request.url ?? '/');
  const { remoteAddress, remotePort } = socket ?? {};
  const client = forwardedClientAddress(headers) ?? remoteAddress;
  return {
    'http.request.method': normalized,
    'url.scheme': scheme,
    'server.address': server?.host,
    'network.peer.address': remoteAddress,
    'network.peer.port': remotePort,
    'network.protocol.version': request.httpVersion,
    'user_agent.original': headers['user-agent'],
    'url.path': path,
    'url.query': query,
    'client.address': client,
    'server.port': server?.port,
    'http.request.method_original': normalized === method ? undefined : method,
  };
}
