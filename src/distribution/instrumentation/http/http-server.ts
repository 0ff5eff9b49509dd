import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { EventEmitter } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import {
  type Context,
  type ContextManager,
  type Histogram,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
} from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { oneLine } from '../../../foundation/diagnostics/masking.ts';
import { warnOnce } from '../../../foundation/diagnostics/once.ts';
import { attributeSourceOf } from '../../../pipeline/encoding/attribute-source.ts';
import { LazyTracer } from '../../../pipeline/spans/lazy-tracer.ts';
import { guardSpan } from '../../providers/guarded-tracer-provider.ts';
import { EmitterBinding } from './bound-emitter.ts';
import { HandRequests } from './hand-requests.ts';
import { RequestContext } from './request-context.ts';
import { ServerAttributes } from './server-attributes.ts';
import { ServerOutcome, ServerOutcomes } from './server-outcome.ts';

/** Node publishes each request here before it emits `request`. */
const REQUEST_START = 'http.server.request.start';

interface RequestStart {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly server: Server;
}

/** The open request that a response belongs to. `undefined`: it has ended, or is not traced. */
const OPEN = Symbol('otelier open request');
type TracedResponse = ServerResponse & { [OPEN]?: OpenRequest | undefined };

interface OpenRequest {
  readonly span: Span;
  readonly context: RequestContext;
  readonly source: ServerAttributes;
  readonly startMillis: number;
}

/** A context manager that can make a context active for the rest of the callback that runs. */
export type AttachingContextManager = ContextManager & Required<Pick<ContextManager, 'attach'>>;

export interface HttpServerOptions {
  readonly tracer: Tracer;
  readonly duration: Histogram;
  readonly contextManager: AttachingContextManager;
  /** Requests without a span, by their target. */
  isIgnored(target: string | undefined): boolean;
}

/**
 * Spans and durations of incoming HTTP/1 requests. Node reports requests by a diagnostics channel, so servers are traced however and whenever
 * they load `node:http`, and the request handler costs no wrapper. A span ends when its response closes: listeners of `finish` may still write to it.
 */
export class HttpServerSpans {
  readonly #options: HttpServerOptions;
  readonly #binding: EmitterBinding;
  readonly #responseEmit: EventEmitter['emit'];
  readonly #handRequests: HandRequests;
  readonly #outcomes = new ServerOutcomes();
  /** `undefined`: the tracer is not the SDK's own, and starts spans itself. */
  readonly #lazyTracer: LazyTracer | undefined;

  constructor(options: HttpServerOptions) {
    this.#options = options;
    this.#lazyTracer = LazyTracer.of(options.tracer);
    this.#binding = new EmitterBinding(options.contextManager);
    this.#responseEmit = this.#binding.createEmit((response, name, value) => {
      if (name === 'close') this.#close(response as TracedResponse);
      else if (name === 'error') this.#fail(response as TracedResponse, value);
    });
    this.#handRequests = new HandRequests({
      isKnown: (response) => OPEN in response,
      start: (request, response) => this.#start(request, response),
      fail: (response, error) => this.#fail(response as TracedResponse, error),
      contextManager: options.contextManager,
    });
  }

  enable(): void {
    subscribe(REQUEST_START, this.#onStart);
    this.#handRequests.enable();
  }

  disable(): void {
    unsubscribe(REQUEST_START, this.#onStart);
    this.#handRequests.disable();
  }

  readonly #onStart = (message: unknown): void => {
    const { request, response, server } = message as RequestStart;
    this.#handRequests.see(server);
    // The context holds for the callback of the parser that this request arrived in. The next request enters its own.
    this.#options.contextManager.attach(this.#start(request, response));
  };

  /** Never throws: what cannot be traced is served all the same. */
  #start(request: IncomingMessage, response: TracedResponse): Context {
    try {
      return this.#startSpan(request, response);
    } catch (error) {
      warnOnce(
        `instrumentation http: expected a request that can be read, got "${oneLine(String(error))}"; it is not traced`,
      );
      return this.#options.contextManager.active();
    }
  }

  #startSpan(request: IncomingMessage, response: TracedResponse): Context {
    const { tracer, isIgnored } = this.#options;
    if (isIgnored(request.url)) return this.#startIgnored(request, response);
    const source = new ServerAttributes(request);
    const base = propagation.extract(ROOT_CONTEXT, request.headers);
    const startMillis = performance.now();
    const name = source.spanName;
    const span =
      this.#lazyTracer?.startSpan(name, SpanKind.SERVER, source, base) ??
      tracer.startSpan(name, { kind: SpanKind.SERVER, attributes: source.toAttributes() }, base);
    guardSpan(span);
    const context = new RequestContext(base, span);
    response[OPEN] = { span, context, source, startMillis };
    this.#bind(request, response, context);
    return context;
  }

  #startIgnored(request: IncomingMessage, response: TracedResponse): Context {
    const context = suppressTracing(ROOT_CONTEXT);
    response[OPEN] = undefined;
    this.#bind(request, response, context);
    return context;
  }

  #bind(request: IncomingMessage, response: ServerResponse, context: Context): void {
    this.#binding.bind(request, context);
    this.#binding.bind(response, context, this.#responseEmit);
  }

  #close(response: TracedResponse): void {
    const open = response[OPEN];
    if (open === undefined) return;
    const { span, source, context } = open;
    const { statusCode } = response;
    const isAborted = !response.writableEnded;
    const status = isAborted && !response.headersSent ? undefined : statusCode;
    const errorType = isAborted ? 'aborted' : statusCode >= 500 || statusCode < 100 ? String(statusCode) : undefined;
    const route = context.metadata.route || undefined;
    const outcome = this.#outcomes.find(source, { status, errorType, route });
    if (errorType !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
    if (route !== undefined) span.updateName(`${source.spanName} ${route}`);
    if (attributeSourceOf(span as Span & ReadableSpan) === source) source.outcome = outcome;
    else span.setAttributes(outcome.attributes);
    this.#end(response, open, outcome);
  }

  /** The handler threw, or the response failed: the process may end at once, so the span ends here. */
  #fail(response: TracedResponse, error: unknown): void {
    const open = response[OPEN];
    if (open === undefined) return;
    const { name = typeof error, message } = (error ?? {}) as Partial<Error>;
    open.span.setAttribute('error.type', name);
    open.span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
    open.span.recordException(error as Error);
    this.#end(response, open, new ServerOutcome(open.source, { errorType: name }));
  }

  #end(response: TracedResponse, { span, startMillis }: OpenRequest, { dimensions }: ServerOutcome): void {
    response[OPEN] = undefined;
    span.end();
    this.#options.duration.record((performance.now() - startMillis) / 1_000, dimensions);
  }
}
