import type { ExportResponse, IExporterTransport } from '@opentelemetry/otlp-exporter-base';
import { gzip } from '../transport/gzip.ts';
import type { ProxyAddress } from '../transport/proxy-address.ts';
import { openTunnel } from '../transport/proxy-tunnel.ts';
import type { TlsFiles } from '../transport/tls-files.ts';
import { isTransient } from '../transport/transient-error.ts';
import type { GrpcAddress } from './grpc-address.ts';
import type { GrpcCallEnd } from './grpc-call.ts';
import { GrpcConnection, type KeepaliveOptions } from './grpc-connection.ts';
import { frameGrpcMessage } from './grpc-frame.ts';
import { grpcRequestHeaders } from './grpc-request.ts';
import { hasGrpcStatus, judgeGrpcResponse, judgeReset } from './grpc-response.ts';
import { openGrpcSocket } from './grpc-socket.ts';
import { REFUSED_STREAM } from './grpc-status.ts';

export interface GrpcTransportOptions {
  readonly address: GrpcAddress;
  /** One of `EXPORT_METHODS`. */
  readonly path: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly compression: 'none' | 'gzip';
  readonly tls: TlsFiles;
  /** @default none */
  readonly proxy?: ProxyAddress | undefined;
  /** @default a ping after 2 s, which must be answered within 4 s */
  readonly keepalive?: KeepaliveOptions;
}

const SHUTTING_DOWN = 'otelier is shutting down';
const DEFAULT_KEEPALIVE: KeepaliveOptions = { pingAfterMillis: 2_000, pingTimeoutMillis: 4_000 };

/**
 * One unary call of one OTLP request, over a connection that is reused. Sockets and timers never keep the process alive, and `shutdown()`
 * ends the calls in progress, as with `HttpTransport`.
 * https://opentelemetry.io/docs/specs/otlp/#otlpgrpc
 */
export class GrpcTransport implements IExporterTransport {
  readonly #options: GrpcTransportOptions;
  /** The connection in use, and those that received GOAWAY and still have calls in progress. */
  readonly #connections = new Set<GrpcConnection>();
  readonly #shutdown = new AbortController();
  /** A tunnel through the proxy that is being opened. */
  #opening: Promise<GrpcConnection> | undefined;

  constructor(options: GrpcTransportOptions) {
    this.#options = options;
  }

  async send(data: Uint8Array, timeoutMillis: number): Promise<ExportResponse> {
    const deadline = performance.now() + timeoutMillis;
    const isZipped = this.#options.compression === 'gzip';
    const message = frameGrpcMessage(isZipped ? await gzip(data) : data, isZipped);
    return (await this.#call(message, deadline, isStale)) ?? (await this.#call(message, deadline)) ?? ENDED;
  }

  shutdown(): void {
    this.#shutdown.abort(new Error(SHUTTING_DOWN));
    for (const connection of this.#connections) connection.destroy(new Error(SHUTTING_DOWN));
  }

  /** Resolves to undefined when the call is to be repeated, since its end is no statement of the server. */
  async #call(message: Uint8Array, deadline: number, isVoid?: typeof isStale): Promise<ExportResponse | undefined> {
    const { signal } = this.#shutdown;
    if (signal.aborted) return ENDED;
    try {
      const connection = this.#usable() ?? (await this.#connect());
      const timeoutMillis = Math.max(1, deadline - performance.now());
      const end = await connection.call(this.#headers(timeoutMillis), message, timeoutMillis);
      if (signal.aborted && !hasGrpcStatus(end)) return ENDED;
      return isVoid?.(end, connection) ? undefined : judge(end, connection);
    } catch (error) {
      return signal.aborted ? ENDED : failed(error as Error, isTransient(error as Error));
    }
  }

  #headers(timeoutMillis: number): Record<string, string> {
    const { address, path, compression, metadata } = this.#options;
    const { scheme, authority } = address;
    return grpcRequestHeaders({ scheme, authority, path, timeoutMillis, compression, metadata });
  }

  #usable(): GrpcConnection | undefined {
    for (const connection of this.#connections) if (connection.isUsable) return connection;
    return undefined;
  }

  /** Calls that start at the same time share the connection. */
  #connect(): GrpcConnection | Promise<GrpcConnection> {
    const { address, proxy } = this.#options;
    if (proxy === undefined || !('host' in address.place)) return this.#createConnection(undefined);
    this.#opening ??= openTunnel(proxy, address.place, this.#shutdown.signal)
      .then((tunnel) => this.#createConnection(tunnel))
      .finally(() => {
        this.#opening = undefined;
      });
    return this.#opening;
  }

  #createConnection(tunnel: Parameters<typeof openGrpcSocket>[2]): GrpcConnection {
    const { address, tls, keepalive = DEFAULT_KEEPALIVE } = this.#options;
    const connection = new GrpcConnection(address, openGrpcSocket(address, tls, tunnel), keepalive);
    this.#connections.add(connection);
    connection.onClose(() => this.#connections.delete(connection));
    return connection;
  }
}

const ENDED: ExportResponse = { status: 'failure', error: new Error(SHUTTING_DOWN) };

/** The server did not look at the call, or closed an idle connection just when it was used again. */
function isStale(end: GrpcCallEnd, { failure, hasServed }: GrpcConnection): boolean {
  if (end.headers[':status'] !== undefined) return false;
  return failure === undefined ? end.resetCode === REFUSED_STREAM : hasServed;
}

function judge(end: GrpcCallEnd, connection: GrpcConnection): ExportResponse {
  const { cancelled, resetCode, headers } = end;
  const { failure, isHttp2 } = connection;
  if (hasGrpcStatus(end)) return judgeGrpcResponse(end);
  if (cancelled !== undefined) {
    if (isTransient(cancelled)) connection.probe(cancelled);
    return failed(cancelled, isTransient(cancelled));
  }
  if (failure !== undefined) return failed(failure, isHttp2 || isTransient(failure));
  return resetCode === 0 && headers[':status'] !== undefined ? judgeGrpcResponse(end) : judgeReset(resetCode);
}

function failed(error: Error, isRetryable: boolean): ExportResponse {
  return { status: isRetryable ? 'retryable' : 'failure', error };
}
