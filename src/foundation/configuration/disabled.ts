import type { Environment } from './layers.ts';

/** What a disabled SDK still has to do: nothing, or pass the trace context on in the ways that were asked for. */
export interface Disabled {
  readonly propagates: boolean;
}

/**
 * Whether `OTEL_SDK_DISABLED` says so. Imports nothing, since whoever switches telemetry off should not wait for the settings of it.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration
 */
export function readDisabled(environment: Environment = process.env): Disabled | undefined {
  if (environment['OTEL_SDK_DISABLED']?.trim().toLowerCase() !== 'true') return undefined;
  return { propagates: (environment['OTEL_PROPAGATORS']?.trim() ?? '') !== '' };
}
