import type { Span } from '@opentelemetry/api';
import { OpenTelemetry } from './open-telemetry.ts';
import type { OpenTelemetryOptions } from './open-telemetry-options.ts';

/**
 * Runs `fn` in a span, as `OpenTelemetry.traceStream` does. `name` is the span's name after `serviceName`.
 * @throws {TypeError} when an option is unknown or of another kind than expected
 */
export async function withOpenTelemetry<T>(
  options: OpenTelemetryOptions & { /** @default 'stream' */ readonly name?: string },
  fn: (span: Span) => T | PromiseLike<T>,
): Promise<T> {
  const { name = 'stream', ...rest } = options;
  return new OpenTelemetry(rest).traceStream(name, fn);
}
