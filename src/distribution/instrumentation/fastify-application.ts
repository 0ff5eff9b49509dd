/** The parts of Fastify 4 and 5 that its instrumentation uses. Fastify's own types are no dependency of otelier. */
import type { ServerResponse } from 'node:http';

export interface FastifyRequest {
  /** From 4.10 on. */
  readonly routeOptions?: { readonly url?: string };
  /** Until 4. */
  readonly routerPath?: string;
}

export interface FastifyReply {
  readonly sent: boolean;
  readonly raw: ServerResponse;
}

/** Fastify calls it with a request and a reply; plugins may pass other arguments. */
export type Handler = (this: unknown, ...args: unknown[]) => unknown;

type Done = () => void;

export interface FastifyApplication {
  addHook(name: 'onRequest', hook: (request: FastifyRequest, reply: FastifyReply, done: Done) => void): void;
  addHook(
    name: 'onError',
    hook: (request: FastifyRequest, reply: FastifyReply, error: unknown, done: Done) => void,
  ): void;
  addHook(name: 'onRoute', hook: (route: { readonly url: string; handler: Handler }) => void): void;
}
