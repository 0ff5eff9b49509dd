import { readEnvironment, resolveLayers } from '../../foundation/configuration/layers.ts';
import { propagatorSetting } from '../../foundation/configuration/settings/propagator-setting.ts';
import { createPropagator, registerPropagator } from '../providers/propagator.ts';

/**
 * Context propagation is all that remains when telemetry is switched off and `OTEL_PROPAGATORS` is set: services downstream still belong to one trace.
 * It is a bundle of its own in the package, because it starts in a fraction of the time of the rest.
 */
export function startPropagation(): void {
  const { values } = resolveLayers({ propagators: propagatorSetting }, { code: {}, environment: readEnvironment() });
  registerPropagator(createPropagator(values.propagators.filter((name) => name !== 'none')));
}
