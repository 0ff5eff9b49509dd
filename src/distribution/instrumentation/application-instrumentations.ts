import { logs, metrics, trace } from '@opentelemetry/api';
import {
  INSTRUMENTATION_NAMES,
  type InstrumentationName,
} from '../../foundation/configuration/settings/instrumentation-names.ts';

/** Built-in instrumentations by the `instrumentationName` of those that an application may bring for the same library. */
const BY_SCOPE: ReadonlyMap<string, InstrumentationName> = new Map([
  ...INSTRUMENTATION_NAMES.map((name) => [`@opentelemetry/instrumentation-${name}`, name] as const),
  ['@fastify/otel', 'fastify'],
]);

/** The built-in instrumentation for the same library. */
export const builtInOf = (instrumentationName: string): InstrumentationName | undefined =>
  BY_SCOPE.get(instrumentationName);

let isInternal = false;

/** Runs `make`, in which otelier makes a built-in instrumentation. */
export function asBuiltIn<T>(make: () => T): T {
  const outer = isInternal;
  isInternal = true;
  try {
    return make();
  } finally {
    isInternal = outer;
  }
}

/**
 * Calls back with the `instrumentationName` of each instrumentation that the application makes or registers, at any time and with any copy of the
 * OpenTelemetry packages: each of them gets a tracer, a meter and a logger of its name from the global providers.
 */
export function watchApplicationInstrumentations(onFound: (instrumentationName: string) => void): void {
  watch(trace.getTracerProvider(), 'getTracer', onFound);
  watch(metrics.getMeterProvider(), 'getMeter', onFound);
  watch(logs.getLoggerProvider(), 'getLogger', onFound);
}

function watch<K extends string>(
  provider: { [M in K]: (name: string, ...rest: never[]) => unknown },
  method: K,
  onFound: (scopeName: string) => void,
): void {
  const original = provider[method];
  const value = function (this: unknown, name: string, ...rest: never[]): unknown {
    if (!isInternal && BY_SCOPE.has(name)) onFound(name);
    return original.call(provider, name, ...rest);
  };
  // On the instance, since providers of the application's own may have the same class. A frozen instance is left alone.
  Reflect.defineProperty(provider, method, { value, writable: true, configurable: true });
}
