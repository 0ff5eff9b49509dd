import type { ClientHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import { getBuiltinModule } from '../transport/unpatched-builtins.ts';
import type { GrpcAddress } from './grpc-address.ts';
import { type GrpcCallEnd, runGrpcCall } from './grpc-call.ts';

/** When a connection without responses is checked by a ping. */
export interface KeepaliveOptions {
  /** The time without a response after which a ping is sent. */
  readonly pingAfterMillis: number;
  /** The time after which an unanswered ping ends the connection. */
  readonly pingTimeoutMillis: number;
}

/** In MB. The number of exports in progress is limited, and with Node's 10 MB their calls would be refused. */
const UNLIMITED = Number.MAX_SAFE_INTEGER;

/** One HTTP/2 connection for any number of calls. It never keeps the process alive. */
export class GrpcConnection {
  readonly #socket: Socket;
  readonly #session: ClientHttp2Session;
  readonly #keepalive: KeepaliveOptions;
  #failure: Error | undefined;
  #isHttp2 = false;
  #hasServed = false;
  #isProbed = false;

  constructor(address: GrpcAddress, socket: Socket, keepalive: KeepaliveOptions) {
    this.#keepalive = keepalive;
    this.#socket = socket;
    const { connect } = getBuiltinModule('node:http2');
    // These listeners run before the session's own, which end the calls.
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

  /** Whether a call had a response. Then a connection that breaks later says nothing about the server. */
  get hasServed(): boolean {
    return this.#hasServed;
  }

  /** Whether the server speaks HTTP/2, so that the endpoint is right. */
  get isHttp2(): boolean {
    return this.#isHttp2;
  }

  /** Why the connection failed. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  onClose(listener: () => void): void {
    this.#session.once('close', listener);
  }

  /** @throws {Error} when the connection takes no more calls, or the headers cannot be sent */
  async call(headers: Record<string, string>, message: Uint8Array, timeoutMillis: number): Promise<GrpcCallEnd> {
    const stream = this.#session.request(headers, { endStream: false });
    stream.once('response', () => {
      this.#hasServed = true;
      this.#isProbed = false;
    });
    const timer = setTimeout(() => this.#ping(), this.#keepalive.pingAfterMillis).unref();
    const end = await runGrpcCall(stream, message, timeoutMillis);
    clearTimeout(timer);
    this.#recordError(end);
    return end;
  }

  /** Checks the connection after a call without a response. One that was never established is destroyed. */
  probe(reason: Error): void {
    if (this.#isHttp2) this.#ping();
    else this.destroy(reason);
  }

  destroy(reason: Error): void {
    this.#fail(reason);
    // Destroyed first, since the session would shut it down gracefully, and that keeps the process alive for a moment.
    this.#socket.destroy();
    this.#session.destroy();
  }

  /** Calls receive the error of the connection before its own listeners do. */
  #recordError({ error }: GrpcCallEnd): void {
    if (error?.code === 'ERR_HTTP2_STREAM_CANCEL' && error.cause instanceof Error) this.#fail(error.cause);
    else if (error?.code?.startsWith('ERR_HTTP2_STREAM_') === false) this.#fail(error);
  }

  /** At most one ping until the next response: servers treat more as an attack. */
  #ping(): void {
    if (!this.#isHttp2 || this.#isProbed || this.#session.destroyed) return;
    this.#isProbed = true;
    const { pingTimeoutMillis } = this.#keepalive;
    const timer = setTimeout(() => this.destroy(noPong(pingTimeoutMillis)), pingTimeoutMillis).unref();
    this.#session.ping(() => clearTimeout(timer));
  }

  #fail(error: Error): void {
    const isOtherProtocol = !this.#isHttp2 && isProtocolError(error);
    this.#failure ??= isOtherProtocol ? notHttp2() : error;
  }
}

const isProtocolError = (error: NodeJS.ErrnoException): boolean => error.code === 'ERR_HTTP2_ERROR';

/** The server or an intermediary closed the connection. */
export function connectionLost(): Error {
  return withCode('ECONNRESET', 'the connection was closed');
}

/** The server is gone, although the connection was not closed. */
export function noPong(timeoutMillis: number): Error {
  return withCode('ETIMEDOUT', `no response to a ping within ${timeoutMillis} ms`);
}

/** The server speaks another protocol: HTTP/1.1, or TLS. */
export function notHttp2(): Error {
  return withCode('EPROTONOSUPPORT', 'the response is not HTTP/2');
}

function withCode(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
