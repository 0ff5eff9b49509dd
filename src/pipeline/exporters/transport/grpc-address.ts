/** Where a gRPC endpoint is, and as what it is spoken to. */
export interface GrpcAddress {
  readonly scheme: 'http' | 'https';
  /** The value of `:authority`. */
  readonly authority: string;
  readonly place: { readonly host: string; readonly port: number } | { readonly path: string };
  /** As a header, from user and password in the URL. */
  readonly authorization: string | undefined;
}

/**
 * Takes an endpoint apart as configuration/ completes it: http://host:port, https://host:port or unix:path.
 * @throws {TypeError} for what is no URL
 */
export function parseGrpcAddress(endpoint: string): GrpcAddress {
  if (endpoint.startsWith('unix:')) {
    const path = endpoint.replace(/^unix:(\/\/(?=\/))?/, '');
    return { scheme: 'http', authority: 'localhost', place: { path }, authorization: undefined };
  }
  const { protocol, hostname, port, username, password } = new URL(endpoint);
  const scheme = protocol === 'https:' ? 'https' : 'http';
  const actualPort = Number(port) || (scheme === 'https' ? 443 : 80);
  return {
    scheme,
    authority: `${hostname}:${actualPort}`,
    place: { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: actualPort },
    authorization: basicAuthorization(username, password),
  };
}

function basicAuthorization(username: string, password: string): string | undefined {
  if (username + password === '') return undefined;
  const plain = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(plain).toString('base64')}`;
}
