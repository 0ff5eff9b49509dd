import { readEnvironment } from './configuration/environment.ts';
import { resolveLayers } from './configuration/layers.ts';
import { propagatorSetting } from './configuration/propagator-setting.ts';
import { registerPropagator } from './sdk/global-propagator.ts';
import { createPropagator } from './sdk/propagator.ts';

/**
 * What is left of telemetry when it is switched off and `OTEL_PROPAGATORS` is set: services downstream still belong to one trace. A bundle of its
 * own in the package, since it starts in a fraction of the time that all the rest takes.
 */
export function startPropagation(): void {
  const { values } = resolveLayers({ propagators: propagatorSetting }, { code: {}, environment: readEnvironment() });
  registerPropagator(createPropagator(values.propagators.filter((name) => name !== 'none')));
}
