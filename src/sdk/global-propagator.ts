import { propagation, type TextMapPropagator } from '@opentelemetry/api';

/** Makes the propagator the one of `@opentelemetry/api`, unless there is one already. */
export function registerPropagator(propagator: TextMapPropagator | undefined): void {
  if (propagator !== undefined && propagation.fields().length === 0) propagation.setGlobalPropagator(propagator);
}
