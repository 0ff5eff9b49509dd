import { readEnvironment, resolveLayers } from '../../foundation/configuration/layers.ts';
import { propagatorSetting } from '../../foundation/configuration/settings/propagator-setting.ts';
import { createPropagator, registerPropagator } from '../providers/propagator.ts';

/**
 * What is left of telemetry when it is switched off and `OTEL_PROPAGATORS` is set: services downstream still belong to one trace. A bundle of its
 * own in the package, since it starts in a fraction of the time that all the rest takes.
 */
export function startPropagation(): void {
  const { values } = resolveLayers({ propagators: propagatorSetting }, { code: {}, environment: readEnvironment() });
  registerPropagator(createPropagator(values.propagators.filter((name) => name !== 'none')));
}
