import type { Environment } from './layers.ts';

/** A disabled SDK does nothing, or only propagates the trace context. */
export interface Disabled {
  readonly propagates: boolean;
}

/**
 * Reads `OTEL_SDK_DISABLED`; undefined when the SDK is enabled. Imports nothing, so that a disabled SDK costs no start-up time.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration
 */
export function readDisabled(environment: Environment = process.env): Disabled | undefined {
  if (environment['OTEL_SDK_DISABLED']?.trim().toLowerCase() !== 'true') return undefined;
  return { propagates: (environment['OTEL_PROPAGATORS']?.trim() ?? '') !== '' };
}
