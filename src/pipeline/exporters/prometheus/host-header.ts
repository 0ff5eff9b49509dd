import { isIP } from 'node:net';

/**
 * Whether a Host header names this server as a scraper does. A web page whose domain its owner points to this address (DNS rebinding) must not
 * read the metrics through a browser, which sends that domain.
 * @param boundTo - the configured host
 */
export function isExpectedHost(header: string | undefined, boundTo: string): boolean {
  // Only HTTP/1.0 clients send none, and no browser does.
  if (header === undefined) return true;
  const name = hostName(header);
  if (name === undefined) return false;
  if (isLoopback(name) || name === boundTo.toLowerCase()) return true;
  if (isLoopback(boundTo)) return false;
  // A name of one label, as in Docker Compose, belongs to no public domain.
  return isIP(name) !== 0 || /^[a-z0-9_-]+$/.test(name);
}

/** Without the port, and the brackets of an IPv6 address. */
function hostName(header: string): string | undefined {
  const [, address, name] = /^(?:\[([\da-f:.]+)\]|([^:[\]/@\s]+?)\.?)(?::\d{1,5})?$/i.exec(header) ?? [];
  return (address ?? name)?.toLowerCase();
}

function isLoopback(name: string): boolean {
  return /^(.*\.)?localhost$/.test(name) || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}
