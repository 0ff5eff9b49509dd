import type { CaptureOptions, ContentRedactor } from '../semconv/operation/captured-content.ts';
import type { Config } from './config.ts';

/** What of the content of operations of generative AI leaves, as configured. */
export const configuredCapture = (
  { genAi, traces }: Pick<Config, 'genAi' | 'traces'>,
  redactor: ContentRedactor | undefined,
): CaptureOptions => ({
  place: genAi.content,
  // Cut by the SDK, JSON would not be JSON any more.
  maxLength: Math.min(genAi.maxContentLength, traces.limits.attributeValueLength),
  redactor,
});
