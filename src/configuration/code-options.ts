import type { Attributes } from '@opentelemetry/api';

/** What code may say about the configuration; it wins over the environment. */
export interface CodeOptions {
  readonly serviceName?: string;
  readonly serviceVersion?: string;
  readonly resourceAttributes?: Attributes;
  readonly shutdownTimeoutMillis?: number;
}
