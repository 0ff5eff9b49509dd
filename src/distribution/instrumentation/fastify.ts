import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import { type Context, context, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { getRPCMetadata, RPCType } from '@opentelemetry/core';
import { log } from '../../foundation/diagnostics/log.ts';
import { VERSION } from '../../foundation/diagnostics/version.ts';
import type { FastifyApplication, FastifyReply, FastifyRequest, Handler } from './fastify-application.ts';

const load = createRequire(import.meta.url);
const { InstrumentationBase } = load(
  '@opentelemetry/instrumentation',
) as typeof import('@opentelemetry/instrumentation');

/** Fastify, 4 and 5, publishes each application that is made: https://fastify.dev/docs/latest/Reference/Hooks/#diagnostics-channel-hooks */
const NEW_APPLICATION = 'fastify.initialization';

/**
 * The span of the HTTP server gets the route and its name; the handler of the route gets a span of its own, with what it throws or sends as
 * an error. Hooks, which are often many and short, get none. Nothing of Fastify is patched: what is used are hooks, as by a plugin.
 * Names and attributes are those of `@fastify/otel`; why not itself: docs/decisions/007-fastify.md
 */
export class FastifyInstrumentation extends InstrumentationBase {
  readonly #requests = new WeakMap<FastifyRequest, { readonly context: Context; handler?: Span }>();
  readonly #handlers = new WeakSet<Handler>();

  constructor() {
    // Not enabled by the base constructor: at that time there are no fields yet.
    super('otelier/fastify', VERSION, { enabled: false });
  }

  protected override init() {}

  override enable(): void {
    super.enable();
    subscribe(NEW_APPLICATION, this.#onApplication);
  }

  override disable(): void {
    super.disable();
    unsubscribe(NEW_APPLICATION, this.#onApplication);
  }

  readonly #onApplication = (message: unknown): void => {
    const { fastify } = message as { fastify: FastifyApplication };
    try {
      this.#addHooks(fastify);
    } catch (error) {
      // Node turns an error of a subscriber into an uncaught exception.
      const got = (error as Error).message;
      log.warn(
        `instrumentation fastify: expected to add hooks, got "${got}"; this application's routes are not traced`,
      );
    }
  };

  #addHooks(fastify: FastifyApplication): void {
    fastify.addHook('onRequest', (request, _reply, done) => {
      if (this.isEnabled()) this.#nameServerSpan(request);
      done();
    });
    fastify.addHook('onError', (request, _reply, error, done) => {
      this.#recordError(request, error);
      done();
    });
    fastify.addHook('onRoute', (route) => {
      if (!this.#handlers.has(route.handler)) route.handler = this.#traced(route.handler, route.url);
    });
  }

  #nameServerSpan(request: FastifyRequest): void {
    const active = context.active();
    this.#requests.set(request, { context: active });
    const metadata = getRPCMetadata(active);
    // In versions that have both, the older property prints a warning.
    const route = request.routeOptions === undefined ? request.routerPath : request.routeOptions.url;
    if (metadata?.type === RPCType.HTTP && route !== undefined) metadata.route = route;
  }

  /** Also what hooks throw, which is then the server span's. */
  #recordError(request: FastifyRequest, error: unknown): void {
    const known = this.#requests.get(request);
    if (known === undefined) return;
    if (known.handler === undefined) trace.getSpan(known.context)?.recordException(exceptionOf(error));
    else fail(known.handler, error);
  }

  #traced(handler: Handler, route: string): Handler {
    const name = handler.name === '' ? 'anonymous' : handler.name;
    const attributes = { 'http.route': route, 'fastify.type': 'request-handler', 'hook.callback.name': name };
    const { tracer } = this;
    const requests = this.#requests;
    const isEnabled = (): boolean => this.isEnabled();
    const traced: Handler = function (...args) {
      if (!isEnabled()) return handler.apply(this, args);
      const request = args.find((value) => requests.has(value as FastifyRequest)) as FastifyRequest | undefined;
      const known = request && requests.get(request);
      const active = context.active();
      // A hook or a body parser may have lost the context.
      const parent = trace.getSpan(active) === undefined ? (known?.context ?? active) : active;
      const span = tracer.startSpan(`handler - ${name}`, { attributes }, parent);
      if (known !== undefined) known.handler = span;
      return context.with(trace.setSpan(parent, span), () =>
        endWithHandler(span, replyOf(args, request), () => handler.apply(this, args)),
      );
    };
    this.#handlers.add(traced);
    return traced;
  }
}

/**
 * The reply that a handler was called with. A plugin may call a handler with arguments of its own: `@fastify/websocket` passes a socket and then the
 * request, and such a call is over when the handler returns.
 */
function replyOf([first, second]: readonly unknown[], request: FastifyRequest | undefined): FastifyReply | undefined {
  const reply = second as Partial<FastifyReply> | null | undefined;
  return request !== undefined && first === request && typeof reply?.raw?.once === 'function'
    ? (reply as FastifyReply)
    : undefined;
}

/** Ends the span when the handler's promise settles; without a promise, when the handler has thrown or its reply is over. */
function endWithHandler(span: Span, reply: FastifyReply | undefined, handle: () => unknown): unknown {
  let result: unknown;
  try {
    result = handle();
  } catch (error) {
    fail(span, error);
    span.end();
    throw error;
  }
  if (isThenable(result)) {
    result.then(
      () => span.end(),
      (error) => {
        fail(span, error);
        span.end();
      },
    );
  } else if (reply === undefined || reply.sent) span.end();
  else for (const event of ['finish', 'close']) reply.raw.once(event, () => span.isRecording() && span.end());
  return result;
}

/** An error that is thrown arrives twice: from the handler and, when the span has ended, from the hook. */
function fail(span: Span, error: unknown): void {
  if (!span.isRecording()) return;
  const exception = exceptionOf(error);
  span.recordException(exception);
  span.setStatus({ code: SpanStatusCode.ERROR, message: exception.message });
}

/** Anything can be thrown. */
const exceptionOf = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as PromiseLike<unknown> | undefined)?.then === 'function';
