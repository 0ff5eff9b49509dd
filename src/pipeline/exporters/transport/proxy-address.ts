import { isIPv4 } from 'node:net';
import type { ProxyConfig } from '../../../foundation/configuration/config.ts';
import { basicAuthorization } from './basic-authorization.ts';

/** An HTTP proxy. Can be cloned. */
export interface ProxyAddress {
  /** Scheme, host and port, without credentials. */
  readonly name: string;
  readonly protocol: 'http:' | 'https:';
  readonly host: string;
  readonly port: number;
  /** The value of `Proxy-Authorization`. */
  readonly authorization: string | undefined;
}

/** The proxy that requests to an endpoint take; undefined when they take none. The rules are those of Node for its own requests. */
export function resolveProxy(endpoint: string, { url, bypass }: ProxyConfig): ProxyAddress | undefined {
  const target = URL.parse(endpoint);
  const proxy = URL.parse(url);
  if (target === null || proxy === null || !isHttp(target.protocol) || !isHttp(proxy.protocol)) return undefined;
  const targetPort = target.port || String(defaultPort(target.protocol));
  if (isBypassed(unbracketed(target.hostname).toLowerCase(), targetPort, bypass)) return undefined;
  const { protocol, hostname, port, username, password } = proxy;
  return {
    name: `${protocol}//${hostname}:${port || defaultPort(protocol)}`,
    protocol: protocol as ProxyAddress['protocol'],
    host: unbracketed(hostname),
    port: Number(port) || defaultPort(protocol),
    authorization: basicAuthorization(username, password),
  };
}

const isHttp = (protocol: string): boolean => protocol === 'http:' || protocol === 'https:';
const defaultPort = (protocol: string): number => (protocol === 'https:' ? 443 : 80);
const unbracketed = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

/** Whether NO_PROXY names a host: `*`, `host`, `host:port`, `.suffix`, `*.suffix`, or a range of IPv4 addresses. */
function isBypassed(host: string, port: string, bypass: string): boolean {
  const entries = bypass.toLowerCase().split(',');
  return entries.map((entry) => entry.trim()).some((entry) => matches(entry, host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*' || entry === host || entry === `${host}:${port}` || entry === `[${host}]:${port}`) return true;
  if (entry.startsWith('.')) return host === entry.slice(1) || host.endsWith(entry);
  if (entry.startsWith('*.')) return host.endsWith(entry.slice(1));
  const [first = '', last = ''] = entry.split('-').map((address) => address.trim());
  if (![first, last, host].every(isIPv4)) return false;
  return toNumber(first) <= toNumber(host) && toNumber(host) <= toNumber(last);
}

const toNumber = (address: string): number => address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
