/** The server, or something before it, ended the connection. */
export function connectionLost(): Error {
  return withCode('ECONNRESET', 'the connection was closed');
}

/** Nobody is there any more, though nothing says so. */
export function noPong(timeoutMillis: number): Error {
  return withCode('ETIMEDOUT', `no answer to a ping within ${timeoutMillis} ms`);
}

/** What came back is another protocol: that of the HTTP port, or TLS. */
export function notHttp2(): Error {
  return withCode('EPROTONOSUPPORT', 'the answer is not HTTP/2');
}

function withCode(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
