import { createRequire } from 'node:module';
import { propagation, type TextMapPropagator } from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import type { PropagatorName } from '../../foundation/configuration/config.ts';

const load = createRequire(import.meta.url);

const PROPAGATORS: Readonly<Record<PropagatorName, () => TextMapPropagator>> = {
  tracecontext: () => new W3CTraceContextPropagator(),
  baggage: () => new W3CBaggagePropagator(),
  b3: () => new (b3().B3Propagator)(),
  b3multi: () => new (b3().B3Propagator)({ injectEncoding: b3().B3InjectEncoding.MULTI_HEADER }),
  jaeger: () =>
    new (
      load('@opentelemetry/propagator-jaeger') as typeof import('@opentelemetry/propagator-jaeger')
    ).JaegerPropagator(),
};

const b3 = () => load('@opentelemetry/propagator-b3') as typeof import('@opentelemetry/propagator-b3');

/** The propagators of the given names as one; undefined when there are none (`OTEL_PROPAGATORS=none`). */
export function createPropagator(names: readonly PropagatorName[]): TextMapPropagator | undefined {
  if (names.length === 0) return undefined;
  return new CompositePropagator({ propagators: names.map((name) => PROPAGATORS[name]()) });
}

/** Makes the propagator the one of `@opentelemetry/api`, unless there is one already. */
export function registerPropagator(propagator: TextMapPropagator | undefined): void {
  if (propagator !== undefined && propagation.fields().length === 0) propagation.setGlobalPropagator(propagator);
}
