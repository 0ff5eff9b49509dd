import type { GenAiConfig } from '../configuration/config.ts';
import { configuredCapture } from '../configuration/configured-capture.ts';
import { configuredRedactor } from '../configuration/configured-redactor.ts';
import { resolveConfig } from '../configuration/resolve.ts';
import type { CaptureOptions } from '../semconv/captured-content.ts';

/** How this process tells operations of generative AI: which generation of the conventions, and what of the content. */
export interface Conventions {
  readonly generation: GenAiConfig['generation'];
  readonly capture: CaptureOptions;
}

let configured: Conventions | undefined;

/** As the environment says; read once, when it is first asked for. */
export function configuredConventions(): Conventions {
  configured ??= readConventions();
  return configured;
}

function readConventions(): Conventions {
  const { config } = resolveConfig();
  return {
    generation: config.genAi.generation,
    capture: configuredCapture(config, configuredRedactor(undefined, config.redaction)),
  };
}
