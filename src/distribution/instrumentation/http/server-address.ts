import type { IncomingHttpHeaders } from 'node:http';
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

export interface Address {
  readonly host: string;
  readonly port?: number;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

/**
 * The address that the client has asked for: of the Forwarded or X-Forwarded-Host header, else of the Host.
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/#setting-serveraddress-and-serverport-attributes
 */
export function serverAddress(headers: IncomingHttpHeaders, scheme: string): Address | undefined {
  const forwarded = forwardedEntries(headers.forwarded).find(({ host }) => host);
  if (forwarded?.host) return parseHost(forwarded.host, forwarded.proto);
  const forwardedHost = firstOf(headers['x-forwarded-host']);
  if (forwardedHost !== undefined) return parseHost(forwardedHost, firstOf(headers['x-forwarded-proto']));
  return headers.host ? parseHost(headers.host, scheme) : undefined;
}

/** The address of the client as the first proxy has seen it, or `undefined` without such a header. */
export function forwardedClientAddress(headers: IncomingHttpHeaders): string | undefined {
  const forwarded = forwardedEntries(headers.forwarded).find((entry) => entry.for);
  if (forwarded?.for) return withoutPort(forwarded.for);
  const first = firstOf(headers['x-forwarded-for'])?.split(',')[0]?.trim();
  return first === undefined || headers['x-forwarded-for'] === '' ? undefined : withoutPort(first);
}

const firstOf = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

function forwardedEntries(header: string | undefined): readonly Readonly<Record<string, string>>[] {
  if (!header) return [];
  try {
    const { parse } = load('forwarded-parse') as typeof import('forwarded-parse');
    return parse(header);
  } catch {
    // Clients can send anything.
    return [];
  }
}

function parseHost(host: string, scheme: string | undefined): Address {
  const parts = host.split(':');
  const last = parts.at(-1) ?? '';
  const isBracketed = host.startsWith('[');
  const hasPort = isBracketed ? parts.length > 2 && parts.at(-2)?.endsWith(']') : parts.length === 2;
  if (hasPort) return withPort(parts.slice(0, -1).join(':'), Number(last));
  if (parts.length === 1 || (isBracketed && last.endsWith(']')))
    return withPort(host, DEFAULT_PORTS[scheme ?? ''] ?? Number.NaN);
  return { host };
}

const withPort = (host: string, port: number): Address => (Number.isInteger(port) ? { host, port } : { host });

function withoutPort(address: string): string {
  try {
    const { hostname } = new URL(`http://${address}`);
    return hostname.startsWith('[') && hostname.endsWith(']') ? hostname.slice(1, -1) : hostname;
  } catch {
    return address;
  }
}
