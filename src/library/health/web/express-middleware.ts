import { MountedHealth, type MountOptions } from './mounted-health.ts';

/** The parts of a request that are used. Types of Node would make them a dependency of the public types. */
export interface HttpRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** The parts of a response that are used. */
export interface HttpResponse {
  readonly statusCode: number;
  writeHead(status: number, headers: Record<string, string | number>): unknown;
  end(body?: string): unknown;
  once(event: 'close', listener: () => void): unknown;
}

interface ExpressRequest extends HttpRequest {
  /** The path on which a router is mounted. */
  readonly baseUrl?: string;
  readonly originalUrl?: string;
  readonly route?: { readonly path?: unknown };
}

export type Middleware = (request: HttpRequest, response: HttpResponse, next: (error?: unknown) => void) => void;

/**
 * The health routes on an Express application (4 or 5), before or after its own; every other request is recorded with its route when it ends:
 * `app.use(expressMiddleware({ health, readiness, metrics }))`.
 * @throws {TypeError} on an option of the wrong kind, naming it
 */
export function expressMiddleware(options: MountOptions = {}): Middleware {
  const mounted = new MountedHealth('expressMiddleware', options);
  return (request, response, next) => {
    const { method = 'GET', headers } = request;
    const url = (request as ExpressRequest).originalUrl ?? request.url ?? '/';
    const startedAt = performance.now();
    const accept = single(headers['accept']);
    const authorization = single(headers['authorization']);
    void mounted.respond({ method, url, headers: { authorization, accept } }).then((found) => {
      if (found !== undefined) {
        response.writeHead(found.status, { ...found.headers, 'content-length': Buffer.byteLength(found.body) });
        response.end(method === 'HEAD' ? undefined : found.body);
        return;
      }
      response.once('close', () => {
        const seconds = (performance.now() - startedAt) / 1_000;
        mounted.record({ method, route: routeOf(request as ExpressRequest), status: response.statusCode, seconds });
      });
      next();
    }, next);
  };
}

function routeOf({ route, baseUrl = '' }: ExpressRequest): string | undefined {
  const { path } = route ?? {};
  return typeof path === 'string' || path instanceof RegExp ? `${baseUrl}${String(path)}` : undefined;
}

const single = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);
