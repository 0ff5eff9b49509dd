import { readEnvironment } from '../configuration/environment.ts';
import type { Generation } from '../semconv/definition.ts';

const LATEST = 'gen_ai_latest_experimental';

/** The generation of the conventions that is asked for. https://opentelemetry.io/docs/specs/semconv/gen-ai/ */
export function currentGeneration(): Generation {
  const asked = readEnvironment()['OTEL_SEMCONV_STABILITY_OPT_IN'] ?? '';
  return asked.split(',').some((each) => each.trim() === LATEST) ? 'latest' : 'v1.41';
}
