import type { CaptureOptions, ContentRedactor } from '../semconv/operation/captured-content.ts';
import type { Config } from './config.ts';

/** The configured capture of the content of generative AI operations. */
export const configuredCapture = (
  { genAi, traces }: Pick<Config, 'genAi' | 'traces'>,
  redactor: ContentRedactor | undefined,
): CaptureOptions => ({
  place: genAi.content,
  // The SDK would truncate JSON in the middle.
  maxLength: Math.min(genAi.maxContentLength, traces.limits.attributeValueLength),
  redactor,
});
