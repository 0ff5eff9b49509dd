import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type HealthRequest, type HealthResponse, jsonResponse } from './health-exchange.ts';
import { isHostAllowed } from './host-policy.ts';

/** Marks servers whose requests are never traced. Instrumentations look for it. */
export const UNTRACED_SERVER = Symbol.for('otelier.untraced-server');

export interface HealthServerOptions {
  readonly host: string;
  readonly port: number;
  readonly allowedHosts: readonly string[];
  /** Origins that may read responses from a page. */
  readonly origins: readonly string[];
  readonly respond: (request: HealthRequest) => Promise<HealthResponse | undefined>;
}

/** A probe sends little and soon. */
const LIMITS = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 5_000,
};
const MAX_CONNECTIONS = 1_000;

/** The HTTP server of the health routes. It does not keep the process alive. */
export class HealthServer {
  readonly #options: HealthServerOptions;
  #server: http.Server | undefined;

  constructor(options: HealthServerOptions) {
    this.#options = options;
  }

  /** Resolves to the port that it listens on. Rejects when it cannot. */
  listen(): Promise<number> {
    const { host, port } = this.#options;
    const server = http.createServer(LIMITS, (request, response) => void this.#serve(request, response));
    Object.defineProperty(server, UNTRACED_SERVER, { value: true });
    server.maxConnections = MAX_CONNECTIONS;
    server.unref();
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port }, () => {
        server.off('error', reject);
        // Nothing that happens to this server later may reach the application.
        server.on('error', () => undefined);
        this.#server = server;
        resolve((server.address() as AddressInfo).port);
      });
    });
  }

  /** Closes the server and every connection at once. */
  close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined);
    const { host, allowedHosts } = this.#options;
    const isAllowed = isHostAllowed(request.headers.host, host, allowedHosts);
    const found = isAllowed
      ? await this.#responseTo(request)
      : jsonResponse(403, { error: 'expected a Host among the allowed ones' });
    if (response.destroyed) return;
    const body = Buffer.from(found.body);
    response.writeHead(found.status, { ...found.headers, ...this.#cors(request), 'content-length': body.length });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  async #responseTo(request: IncomingMessage): Promise<HealthResponse> {
    const { method = 'GET', url = '/', headers } = request;
    if (method === 'OPTIONS') return { status: 204, headers: { allow: 'GET, HEAD' }, body: '' };
    const { authorization, accept } = headers;
    const path = URL.canParse(url, 'http://health.invalid') ? url : '/invalid';
    const response = await this.#options.respond({ method, url: path, headers: { authorization, accept } });
    return response ?? jsonResponse(404, { error: 'not found' });
  }

  #cors({ headers, method }: IncomingMessage): Record<string, string> {
    const { origins } = this.#options;
    if (origins.length === 0) return {};
    const { origin } = headers;
    if (origin === undefined || !origins.includes(origin)) return { vary: 'Origin' };
    const preflight = {
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-allow-headers': 'authorization, accept',
    };
    return { vary: 'Origin', 'access-control-allow-origin': origin, ...(method === 'OPTIONS' ? preflight : {}) };
  }
}
