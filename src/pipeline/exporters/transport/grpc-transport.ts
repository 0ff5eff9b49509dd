import type { ExportResponse, IExporterTransport } from '@opentelemetry/otlp-exporter-base';
import type { GrpcAddress } from './grpc-address.ts';
import type { GrpcCallEnd } from './grpc-call.ts';
import { GrpcConnection, type Patience } from './grpc-connection.ts';
import { frameGrpcMessage } from './grpc-frame.ts';
import { grpcRequestHeaders } from './grpc-request.ts';
import { hasGrpcStatus, judgeAnswer, judgeReset } from './grpc-response.ts';
import { REFUSED_STREAM } from './grpc-status.ts';
import { gzip } from './gzip.ts';
import type { TlsFiles } from './tls-files.ts';
import { isTransient } from './transient-error.ts';

export interface GrpcTransportOptions {
  readonly address: GrpcAddress;
  /** One of `EXPORT_METHODS`. */
  readonly path: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly compression: 'none' | 'gzip';
  readonly tls: TlsFiles;
  /** @default a ping after 2 s, for 4 s */
  readonly patience?: Patience;
}

const SHUTTING_DOWN = 'otelier is shutting down';
const PATIENCE: Patience = { pingAfterMillis: 2_000, pingTimeoutMillis: 4_000 };

/**
 * One unary call of one OTLP request, over a connection that is kept. Sockets and timers never keep the process alive, and
 * `shutdown()` ends what is under way, as with `HttpTransport`.
 * https://opentelemetry.io/docs/specs/otlp/#otlpgrpc
 */
export class GrpcTransport implements IExporterTransport {
  readonly #options: GrpcTransportOptions;
  /** Beside the one in use those that have been told to go and still have calls under way. */
  readonly #connections = new Set<GrpcConnection>();
  #isShutDown = false;

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
    this.#isShutDown = true;
    for (const connection of this.#connections) connection.destroy(new Error(SHUTTING_DOWN));
  }

  /** Resolves to undefined when the call is to be made once more, since its end says nothing about the server. */
  async #call(message: Uint8Array, deadline: number, isVoid?: typeof isStale): Promise<ExportResponse | undefined> {
    if (this.#isShutDown) return ENDED;
    try {
      const connection = this.#connection();
      const timeoutMillis = Math.max(1, deadline - performance.now());
      const end = await connection.call(this.#headers(timeoutMillis), message, timeoutMillis);
      if (this.#isShutDown && !hasGrpcStatus(end)) return ENDED;
      return isVoid?.(end, connection) ? undefined : judge(end, connection);
    } catch (error) {
      return { status: 'failure', error: error as Error };
    }
  }

  #headers(timeoutMillis: number): Record<string, string> {
    const { address, path, compression, metadata } = this.#options;
    const { scheme, authority } = address;
    return grpcRequestHeaders({ scheme, authority, path, timeoutMillis, compression, metadata });
  }

  #connection(): GrpcConnection {
    for (const connection of this.#connections) if (connection.isUsable) return connection;
    const { address, tls, patience = PATIENCE } = this.#options;
    const connection = new GrpcConnection(address, tls, patience);
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
  const { cut, resetCode, headers } = end;
  const { failure, isHttp2 } = connection;
  if (hasGrpcStatus(end)) return judgeAnswer(end);
  if (cut !== undefined) {
    if (isTransient(cut)) connection.doubt(cut);
    return failed(cut, isTransient(cut));
  }
  if (failure !== undefined) return failed(failure, isHttp2 || isTransient(failure));
  return resetCode === 0 && headers[':status'] !== undefined ? judgeAnswer(end) : judgeReset(resetCode);
}

function failed(error: Error, isRetryable: boolean): ExportResponse {
  return { status: isRetryable ? 'retryable' : 'failure', error };
}
