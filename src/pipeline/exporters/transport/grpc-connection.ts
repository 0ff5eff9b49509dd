import type { ClientHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import type { GrpcAddress } from './grpc-address.ts';
import { type GrpcCallEnd, runGrpcCall } from './grpc-call.ts';
import { openGrpcSocket } from './grpc-socket.ts';
import type { TlsFiles } from './tls-files.ts';
import { getBuiltinModule } from './unpatched-builtins.ts';

/** After which silence a connection is doubted, and how long it may then take to prove itself. */
export interface Patience {
  readonly pingAfterMillis: number;
  readonly pingTimeoutMillis: number;
}

/** In MB. The number of exports under way is limited, and with Node's 10 MB their calls would be refused. */
const UNLIMITED = Number.MAX_SAFE_INTEGER;

/** One HTTP/2 connection for any number of calls. It never keeps the process alive. */
export class GrpcConnection {
  readonly #socket: Socket;
  readonly #session: ClientHttp2Session;
  readonly #patience: Patience;
  #failure: Error | undefined;
  #isHttp2 = false;
  #hasServed = false;
  #isProbed = false;

  /** @throws {Error} when key material cannot be used */
  constructor(address: GrpcAddress, tls: TlsFiles, patience: Patience) {
    this.#patience = patience;
    // Taken past `import`, so that exporting never arms an instrumentation.
    const { connect } = getBuiltinModule('node:http2');
    this.#socket = openGrpcSocket(address, tls);
    // Before the session's own listeners, which end the calls.
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(connectionLost()));
    const createConnection = (): Socket => this.#socket;
    const origin = `${address.scheme}://${address.authority}`;
    this.#session = connect(origin, { createConnection, settings: { enablePush: false }, maxSessionMemory: UNLIMITED });
    this.#session.on('error', (error) => this.#fail(error));
    this.#session.once('remoteSettings', () => {
      this.#isHttp2 = true;
    });
    this.#session.unref();
    this.#socket.unref();
  }

  /** Whether further calls can be made; not after GOAWAY. */
  get isUsable(): boolean {
    return this.#failure === undefined && !this.#session.closed && !this.#session.destroyed;
  }

  /** Whether a call has been answered: that it breaks later says nothing about the server. */
  get hasServed(): boolean {
    return this.#hasServed;
  }

  /** Whether the server spoke HTTP/2, so that nothing is wrong with the endpoint. */
  get isHttp2(): boolean {
    return this.#isHttp2;
  }

  /** Why there is no connection, or none any more. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  onClose(listener: () => void): void {
    this.#session.once('close', listener);
  }

  /** @throws {Error} when no call can be made any more, or the headers cannot be sent */
  async call(headers: Record<string, string>, message: Uint8Array, timeoutMillis: number): Promise<GrpcCallEnd> {
    const stream = this.#session.request(headers, { endStream: false });
    stream.once('response', () => {
      this.#hasServed = true;
      this.#isProbed = false;
    });
    const timer = setTimeout(() => this.#probe(), this.#patience.pingAfterMillis).unref();
    const end = await runGrpcCall(stream, message, timeoutMillis);
    clearTimeout(timer);
    this.#learnFrom(end);
    return end;
  }

  /** To be told when a call got no answer in time: a connection that never came about is given up, any other is asked. */
  doubt(reason: Error): void {
    if (this.#isHttp2) this.#probe();
    else this.destroy(reason);
  }

  destroy(reason: Error): void {
    this.#fail(reason);
    // Before the session, which would end it by asking for a shutdown, and that keeps the process alive for a moment.
    this.#socket.destroy();
    this.#session.destroy();
  }

  /** The error of the connection reaches its calls before its own listeners. */
  #learnFrom({ error }: GrpcCallEnd): void {
    if (error?.code === 'ERR_HTTP2_STREAM_CANCEL' && error.cause instanceof Error) this.#fail(error.cause);
    else if (error?.code?.startsWith('ERR_HTTP2_STREAM_') === false) this.#fail(error);
  }

  /** At most one ping until the next answer: servers take more for an attack. */
  #probe(): void {
    if (!this.#isHttp2 || this.#isProbed || this.#session.destroyed) return;
    this.#isProbed = true;
    const { pingTimeoutMillis } = this.#patience;
    const timer = setTimeout(() => this.destroy(noPong(pingTimeoutMillis)), pingTimeoutMillis).unref();
    this.#session.ping(() => clearTimeout(timer));
  }

  #fail(error: Error): void {
    const isOtherProtocol = !this.#isHttp2 && isProtocolError(error);
    this.#failure ??= isOtherProtocol ? notHttp2() : error;
  }
}

const isProtocolError = (error: NodeJS.ErrnoException): boolean => error.code === 'ERR_HTTP2_ERROR';

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
