import type { Attributes } from '@opentelemetry/api';
import type { PresetName } from './settings/sampling-presets.ts';

/** What code may say about the configuration; it wins over the environment. */
export interface CodeOptions {
  readonly serviceName?: string;
  readonly serviceVersion?: string;
  readonly resourceAttributes?: Attributes;
  readonly preset?: PresetName;
  readonly shutdownTimeoutMillis?: number;
}
