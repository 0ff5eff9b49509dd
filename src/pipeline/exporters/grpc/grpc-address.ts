import { basicAuthorization } from '../transport/basic-authorization.ts';

/** The address of a gRPC endpoint, and the authority that requests name. */
export interface GrpcAddress {
  readonly scheme: 'http' | 'https';
  /** The value of `:authority`. */
  readonly authority: string;
  readonly place: { readonly host: string; readonly port: number } | { readonly path: string };
  /** A header value made of the user and password in the URL. */
  readonly authorization: string | undefined;
}

/**
 * Parses an endpoint of the resolved configuration: http://host:port, https://host:port or unix:path.
 * @throws {TypeError} when it is no URL
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
