import type * as Http from 'node:http';
import type { Duplex } from 'node:stream';
import { urlToHttpOptions } from 'node:url';
import type { ExportResponse, IExporterTransport } from '@opentelemetry/otlp-exporter-base';
import { createTimeoutError } from './export-timeout.ts';
import { gzip } from './gzip.ts';
import { readHttpResponse, statusError } from './http-response.ts';
import type { ProxyAddress } from './proxy-address.ts';
import { createProxyAgent, openTunnel, proxyAuthorization, proxyFailure } from './proxy-tunnel.ts';
import type { TlsFiles } from './tls-files.ts';
import { isTransient } from './transient-error.ts';
import { getBuiltinModule } from './unpatched-builtins.ts';
import { USER_AGENT } from './user-agent.ts';

export interface HttpTransportOptions {
  readonly url: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly compression: 'none' | 'gzip';
  readonly tls: TlsFiles;
  /** @default none */
  readonly proxy?: ProxyAddress | undefined;
}

const SHUTTING_DOWN = 'otelier is shutting down';

/**
 * One POST of one OTLP request. Unlike with the official transport, sockets and timers never keep the process alive (a flush waits for them,
 * the event loop does not), and `shutdown()` ends the requests in progress.
 * https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
export class HttpTransport implements IExporterTransport {
  readonly #options: HttpTransportOptions;
  readonly #url: URL;
  readonly #shutdown = new AbortController();
  #agent: Http.Agent | undefined;
  readonly #inProgress = new Set<(error: Error) => void>();

  constructor(options: HttpTransportOptions) {
    this.#options = options;
    this.#url = new URL(options.url);
  }

  async send(data: Uint8Array, timeoutMillis: number): Promise<ExportResponse> {
    const body = this.#options.compression === 'gzip' ? await gzip(data) : data;
    if (this.#shutdown.signal.aborted) return { status: 'failure', error: new Error(SHUTTING_DOWN) };
    let response: ExportResponse | undefined;
    while (response === undefined) response = await this.#post(body, timeoutMillis);
    return response;
  }

  shutdown(): void {
    this.#shutdown.abort(new Error(SHUTTING_DOWN));
    for (const fail of this.#inProgress) fail(new Error(SHUTTING_DOWN));
    this.#agent?.destroy();
  }

  /** Resolves to undefined when the server closed an idle connection just when it was used again, which says nothing about the server. */
  #post(body: Uint8Array, timeoutMillis: number): Promise<ExportResponse | undefined> {
    return new Promise((resolve) => {
      const request = this.#request(body);
      let isEnded = false;
      const end = (response: ExportResponse | undefined): void => {
        isEnded = true;
        clearTimeout(timer);
        this.#inProgress.delete(fail);
        resolve(response);
      };
      const fail = (error: Error): void => {
        if (isEnded) return;
        end({ status: isTransient(error) ? 'retryable' : 'failure', error });
        request.destroy();
      };
      const timer = setTimeout(() => fail(createTimeoutError(timeoutMillis)), timeoutMillis).unref();
      this.#inProgress.add(fail);
      request.on('socket', (socket) => void socket.unref());
      request.on('error', (error: NodeJS.ErrnoException) => {
        const isStale = request.reusedSocket && error.code === 'ECONNRESET' && !this.#shutdown.signal.aborted;
        if (isStale) end(undefined);
        else fail(this.#describe(error));
      });
      request.on('response', (response) => readHttpResponse(response, end));
      // 101 Switching Protocols. Without a listener neither an error nor a response would follow.
      request.on('upgrade', ({ statusCode = 101 }, socket) => {
        socket.destroy();
        fail(statusError(statusCode));
      });
      request.on('close', () => fail(new Error('the connection was closed without a response')));
      request.end(body);
    });
  }

  #request(body: Uint8Array): Http.ClientRequest {
    // Not http.request, which instrumentations patch: exports would count as requests of the application.
    const { ClientRequest } = getBuiltinModule('node:http');
    this.#agent ??= this.#createAgent();
    const target = { ...urlToHttpOptions(this.#url), method: 'POST', agent: this.#agent };
    const headers = this.#headers(body);
    const { proxy } = this.#options;
    if (proxy === undefined || this.#isTls) return new ClientRequest({ ...target, headers });
    const { protocol, host, pathname, search } = this.#url;
    return new ClientRequest({
      ...target,
      protocol: proxy.protocol,
      hostname: proxy.host,
      host: proxy.host,
      port: proxy.port,
      path: `${protocol}//${host}${pathname}${search}`,
      headers: { ...headers, host, ...proxyAuthorization(proxy) },
    });
  }

  get #isTls(): boolean {
    return this.#url.protocol === 'https:';
  }

  /** With the first export: loading http takes milliseconds, and the start of the application should not wait for it. */
  #createAgent(): Http.Agent {
    const { proxy, tls } = this.#options;
    if (proxy !== undefined && !this.#isTls) return createProxyAgent(proxy, { keepAlive: true });
    const { Agent } = this.#isTls ? getBuiltinModule('node:https') : getBuiltinModule('node:http');
    const agent: Http.Agent = new Agent({ keepAlive: true, ...(this.#isTls ? tls : {}) });
    return proxy === undefined ? agent : this.#throughTunnel(agent, proxy);
  }

  /** TLS to the Collector runs inside of the tunnel. */
  #throughTunnel(agent: Http.Agent, proxy: ProxyAddress): Http.Agent {
    const connect = agent.createConnection.bind(agent);
    agent.createConnection = (options, callback) => {
      const target = { host: options.host ?? '', port: Number(options.port) };
      openTunnel(proxy, target, this.#shutdown.signal).then(
        (socket) => callback?.(null, connect({ ...options, socket } as Http.ClientRequestArgs) as Duplex),
        (error: Error) => callback?.(error, undefined as never),
      );
      return undefined;
    };
    return agent;
  }

  #headers(body: Uint8Array): Http.OutgoingHttpHeaders {
    const { headers, contentType, compression } = this.#options;
    return {
      ...headers,
      'content-type': contentType,
      'content-length': body.byteLength,
      'user-agent': USER_AGENT,
      ...(compression === 'gzip' ? { 'content-encoding': 'gzip' } : {}),
    };
  }

  #describe(error: NodeJS.ErrnoException): Error {
    const { proxy } = this.#options;
    return proxy === undefined || this.#isTls ? error : proxyFailure(proxy, error);
  }
}
