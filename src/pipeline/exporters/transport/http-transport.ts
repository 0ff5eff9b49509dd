import type * as Http from 'node:http';
import { urlToHttpOptions } from 'node:url';
import type { ExportResponse, IExporterTransport } from '@opentelemetry/otlp-exporter-base';
import { VERSION } from '../../../foundation/diagnostics/version.ts';
import { createTimeoutError } from './export-timeout.ts';
import { gzip } from './gzip.ts';
import { judgeAnswer } from './http-response.ts';
import type { TlsFiles } from './tls-files.ts';
import { isTransient } from './transient-error.ts';
import { getBuiltinModule } from './unpatched-builtins.ts';

export interface HttpTransportOptions {
  readonly url: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly compression: 'none' | 'gzip';
  readonly tls: TlsFiles;
}

const SHUTTING_DOWN = 'otelier is shutting down';
const LONGEST_ANSWER = 4 * 1024 * 1024;

/**
 * One POST of one OTLP request. Beside what the official transport does: sockets and timers never keep the process alive
 * (the flush at the end waits for them, the event loop does not), and `shutdown()` ends what is under way.
 * https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
export class HttpTransport implements IExporterTransport {
  readonly #options: HttpTransportOptions;
  readonly #url: URL;
  #agent: Http.Agent | undefined;
  readonly #underWay = new Set<Http.ClientRequest>();
  #isShutDown = false;

  constructor(options: HttpTransportOptions) {
    this.#options = options;
    this.#url = new URL(options.url);
  }

  async send(data: Uint8Array, timeoutMillis: number): Promise<ExportResponse> {
    const body = this.#options.compression === 'gzip' ? await gzip(data) : data;
    if (this.#isShutDown) return { status: 'failure', error: new Error(SHUTTING_DOWN) };
    return new Promise((resolve) => this.#post(body, timeoutMillis, resolve));
  }

  shutdown(): void {
    this.#isShutDown = true;
    for (const request of this.#underWay) request.destroy(new Error(SHUTTING_DOWN));
    this.#agent?.destroy();
  }

  #post(body: Uint8Array, timeoutMillis: number, resolve: (response: ExportResponse) => void): void {
    // Not http.request, which instrumentations patch: exports would count as requests of the application.
    const { ClientRequest } = getBuiltinModule('node:http');
    this.#agent ??= this.#createAgent();
    const target = urlToHttpOptions(this.#url);
    const request = new ClientRequest({ ...target, method: 'POST', agent: this.#agent, headers: this.#headers(body) });
    const timer = setTimeout(() => request.destroy(createTimeoutError(timeoutMillis)), timeoutMillis).unref();
    this.#underWay.add(request);
    const end = (response: ExportResponse | undefined): void => {
      clearTimeout(timer);
      this.#underWay.delete(request);
      if (response === undefined) this.#post(body, timeoutMillis, resolve);
      else resolve(response);
    };
    request.on('socket', (socket) => void socket.unref());
    request.on('error', (error) => {
      // The server closed an idle connection just when it was used again, which says nothing about the server.
      const isStale = request.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET';
      if (isStale && !this.#isShutDown) end(undefined);
      else end({ status: isTransient(error) ? 'retryable' : 'failure', error });
    });
    request.on('response', (response) => readAnswer(response, end));
    request.end(body);
  }

  /** At the first export: http takes milliseconds to load, which the start of the application should not wait for. */
  #createAgent(): Http.Agent {
    const isTls = this.#url.protocol === 'https:';
    const { Agent } = isTls ? getBuiltinModule('node:https') : getBuiltinModule('node:http');
    return new Agent({ keepAlive: true, ...(isTls ? this.#options.tls : {}) });
  }

  #headers(body: Uint8Array): Http.OutgoingHttpHeaders {
    const { headers, contentType, compression } = this.#options;
    return {
      ...headers,
      'content-type': contentType,
      'content-length': body.byteLength,
      'user-agent': `otelier/${VERSION}`,
      ...(compression === 'gzip' ? { 'content-encoding': 'gzip' } : {}),
    };
  }
}

function readAnswer(response: Http.IncomingMessage, end: (response: ExportResponse) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > LONGEST_ANSWER) response.destroy(new Error(`the answer is longer than ${LONGEST_ANSWER} bytes`));
    else chunks.push(chunk);
  });
  response.on('end', () => end(judgeAnswer(response, Buffer.concat(chunks))));
  // What is too long once will be so again.
  response.on('error', (error) => end({ status: size > LONGEST_ANSWER ? 'failure' : 'retryable', error }));
}
