import { MountedHealth, type MountOptions } from './mounted-health.ts';

interface FastifyRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly routeOptions?: { readonly url?: string | undefined };
  readonly is404?: boolean;
}

interface FastifyReply {
  readonly statusCode: number;
  readonly elapsedTime: number;
  code(status: number): this;
  headers(headers: Readonly<Record<string, string>>): this;
  send(body?: unknown): this;
}

/** The methods of a Fastify instance that are used. */
export interface FastifyHooks {
  addHook(name: 'onRequest', hook: (request: never, reply: never) => Promise<unknown>): unknown;
  addHook(name: 'onResponse', hook: (request: never, reply: never) => Promise<unknown>): unknown;
}

/**
 * The health routes on a Fastify application, and a record of every other request with its route:
 * `await app.register(fastifyPlugin, { health, readiness, metrics })`, before the routes.
 * @throws {TypeError} on an option of the wrong kind, naming it
 */
export async function fastifyPlugin(
  fastify: FastifyHooks,
  options: MountOptions & { readonly prefix?: string } = {},
): Promise<void> {
  // Fastify adds its own options to those of a plugin.
  const { prefix: _, ...own } = options;
  const mounted = new MountedHealth('fastifyPlugin', own);
  const handled = new WeakSet<FastifyRequest>();
  fastify.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const { method, url, headers } = request;
    const found = await mounted.respond({ method, url, headers });
    if (found === undefined) return undefined;
    handled.add(request);
    return reply
      .code(found.status)
      .headers(found.headers)
      .send(method === 'HEAD' ? undefined : found.body);
  });
  fastify.addHook('onResponse', async (request: FastifyRequest, reply: FastifyReply) => {
    if (handled.has(request)) return;
    const route = request.is404 === true ? undefined : request.routeOptions?.url;
    mounted.record({ method: request.method, route, status: reply.statusCode, seconds: reply.elapsedTime / 1_000 });
  });
}

/** The hooks are for the whole application, not for the plugin's own scope. https://fastify.dev/docs/latest/Reference/Plugins/#handle-the-scope */
Object.assign(fastifyPlugin, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: 'otelier-health',
});
