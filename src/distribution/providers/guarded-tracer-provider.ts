import type { Context, Span, SpanOptions, Tracer, TracerProvider } from '@opentelemetry/api';
import { oneLine } from '../../foundation/diagnostics/masking.ts';
import { warnOnce } from '../../foundation/diagnostics/once.ts';

/**
 * A tracer provider whose tracers and spans never throw. A getter that throws, in an attribute, throws in the SDK in the call that starts the span
 * or sets it: that attribute is the loss, not the application's request.
 */
export function guardTracerProvider<Provider extends TracerProvider>(provider: Provider): Provider {
  const guarded = new WeakMap<Tracer, Tracer>();
  return Object.create(provider, {
    getTracer: {
      value: (...args: Parameters<TracerProvider['getTracer']>): Tracer => {
        const tracer = provider.getTracer(...args);
        const known = guarded.get(tracer) ?? guardTracer(tracer);
        guarded.set(tracer, known);
        return known;
      },
    },
  }) as Provider;
}

function guardTracer(tracer: Tracer): Tracer {
  const startSpan = (name: string, options?: SpanOptions, context?: Context): Span => {
    let span: Span;
    try {
      span = tracer.startSpan(name, options, context);
    } catch (error) {
      warn('a span', error);
      // Whose fields are of the right kind at least.
      const { kind, root } = options ?? {};
      span = tracer.startSpan(String(name), { ...(kind && { kind }), ...(root && { root }) }, context);
    }
    guardSpan(span);
    return span;
  };
  return Object.create(tracer, { startSpan: { value: startSpan } }) as Tracer;
}

const METHODS = [
  'setAttribute',
  'setAttributes',
  'addEvent',
  'addLink',
  'addLinks',
  'setStatus',
  'updateName',
  'recordException',
] as const;

const guardedClasses = new WeakSet<object>();

/** Once for the class, which is that of this copy of the SDK alone: a wrapper for each span would cost every one of them. */
export function guardSpan(span: Span): void {
  const prototype = Object.getPrototypeOf(span) as Span & Record<string, unknown>;
  if (guardedClasses.has(prototype)) return;
  guardedClasses.add(prototype);
  for (const method of METHODS) {
    const original = prototype[method] as ((...args: unknown[]) => Span) | undefined;
    if (typeof original !== 'function' || !Object.hasOwn(prototype, method)) continue;
    const guarded = function (this: Span, ...args: unknown[]): Span {
      try {
        return original.apply(this, args);
      } catch (error) {
        warn(`a span's ${method}`, error);
        return this;
      }
    };
    Object.defineProperty(prototype, method, { value: guarded, configurable: true, writable: true });
  }
  guardEnd(prototype);
}

function guardEnd(prototype: Span): void {
  if (!Object.hasOwn(prototype, 'end')) return;
  const { end } = prototype;
  const guarded = function (this: Span, ...args: Parameters<Span['end']>): void {
    try {
      end.apply(this, args);
    } catch (error) {
      warn("a span's end", error);
      if (this.isRecording()) end.call(this);
    }
  };
  Object.defineProperty(prototype, 'end', { value: guarded, configurable: true, writable: true });
}

function warn(what: string, error: unknown): void {
  warnOnce(
    `${what}: expected values that can be read, got one that throws "${oneLine(describe(error))}"; it is left out`,
  );
}

/** Anything can be thrown. */
function describe(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return 'something that cannot be shown';
  }
}
