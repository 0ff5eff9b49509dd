import { afterAll, beforeEach } from '@jest/globals';
import { startProvider } from './provider.ts';
import { registerTelemetry } from './registered-telemetry.ts';

/** A provider for all tests of a file, and telemetry that each of them begins without. */
export async function setUpProvider() {
  const telemetry = registerTelemetry();
  const provider = await startProvider();
  beforeEach(() => telemetry.reset());
  afterAll(async () => {
    await provider[Symbol.asyncDispose]();
    await telemetry[Symbol.asyncDispose]();
  });
  return { telemetry, provider };
}
