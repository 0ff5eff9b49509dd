import { EventEmitter } from 'node:events';
import type { Context, ContextManager } from '@opentelemetry/api';

const { emit } = EventEmitter.prototype;

/** The context that the listeners of a request or response run in. */
const BOUND_CONTEXT = Symbol('otelier bound context');

type Emitter = EventEmitter & { [BOUND_CONTEXT]?: Context };

/**
 * Makes listeners of an emitter run in a context, whoever emits. Node emits a body's `data` and `end`, and the `close` of an aborted request, in the
 * context of the connection. An `emit` of the emitter's own costs less than a wrapper for each listener, as `context.bind` makes them.
 */
export class EmitterBinding {
  readonly #manager: ContextManager;
  readonly #boundEmit: EventEmitter['emit'];

  constructor(manager: ContextManager) {
    this.#manager = manager;
    this.#boundEmit = this.createEmit(() => {});
  }

  bind(emitter: EventEmitter, context: Context, boundEmit: EventEmitter['emit'] = this.#boundEmit): void {
    (emitter as Emitter)[BOUND_CONTEXT] = context;
    emitter.emit = boundEmit;
  }

  /** A bound `emit` that reports each event before its listeners run. To be made once, and used for many emitters. */
  createEmit(onEvent: (emitter: EventEmitter, name: string | symbol, value: unknown) => void): EventEmitter['emit'] {
    const manager = this.#manager;
    return function (this: Emitter, name: string | symbol, ...values: unknown[]): boolean {
      onEvent(this, name, values[0]);
      const bound = this[BOUND_CONTEXT];
      if (bound === undefined || manager.active() === bound) return Reflect.apply(emit, this, [name, ...values]);
      return manager.with(bound, emit as (...args: unknown[]) => boolean, this, name, ...values);
    } as EventEmitter['emit'];
  }
}
