import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context, ContextManager } from '@opentelemetry/api';

export interface HandRequestsOptions {
  readonly contextManager: ContextManager;
  /** Whether Node has published the request that the response is for. */
  isKnown(response: ServerResponse): boolean;
  /** Returns the context of a request that Node has not published. */
  start(request: IncomingMessage, response: ServerResponse): Context;
  /** A request handler threw. */
  fail(response: ServerResponse, error: unknown): void;
}

type Emit = EventEmitter['emit'];

const PATCHED = Symbol('otelier sees the requests of this class of servers');
type PatchableServer = EventEmitter & { [PATCHED]?: true };

/**
 * Sees the `request` events of servers, for what no diagnostics channel reports: requests that an application emits by hand, as adapters for
 * serverless platforms do (`server.emit('request', request, response)`), and handlers that throw.
 */
export class HandRequests {
  readonly #options: HandRequestsOptions;
  readonly #restore: (() => void)[] = [];

  constructor(options: HandRequestsOptions) {
    this.#options = options;
  }

  enable(): void {
    this.#patch(process.getBuiltinModule('node:http').Server.prototype);
  }

  /** Servers of other classes, `https.Server` for one, are patched when they get their first request: to load them costs start-up time. */
  see(server: PatchableServer): void {
    if (server[PATCHED] !== true) this.#patch(Object.getPrototypeOf(server));
  }

  disable(): void {
    for (const restore of this.#restore.splice(0)) restore();
  }

  #patch(prototype: PatchableServer): void {
    const hadOwn = Object.hasOwn(prototype, 'emit');
    const { emit } = prototype;
    const handle = this.#handle;
    const patched = function (this: EventEmitter, name: string | symbol, ...values: unknown[]): boolean {
      if (name === 'request') return handle(emit, this, values);
      return Reflect.apply(emit, this, [name, ...values]);
    } as Emit;
    prototype.emit = patched;
    prototype[PATCHED] = true;
    this.#restore.push(() => {
      delete prototype[PATCHED];
      // Somebody else may have wrapped it since.
      if (prototype.emit !== patched) return;
      if (hadOwn) prototype.emit = emit;
      else delete (prototype as { emit?: Emit }).emit;
    });
  }

  readonly #handle = (emit: Emit, server: EventEmitter, values: unknown[]): boolean => {
    const { isKnown, start, fail, contextManager } = this.#options;
    const [request, response] = values as [IncomingMessage, ServerResponse];
    const emitRequest = (): boolean => {
      try {
        return Reflect.apply(emit, server, ['request', ...values]);
      } catch (error) {
        fail(response, error);
        throw error;
      }
    };
    if (isKnown(response)) return emitRequest();
    return contextManager.with(start(request, response), emitRequest);
  };
}
