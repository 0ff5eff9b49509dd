import { type OptionRule, share, validateOptions } from '../../../foundation/diagnostics/options.ts';
import type { SentryClient } from './sentry-client.ts';

export interface SentryExporterOptions {
  /** The destination of events. Without one nothing is sent. */
  readonly dsn?: string;
  /** @default 'production', Sentry's own */
  readonly environment?: string;
  readonly release?: string;
  /** Share of the errors that are sent. @default 1 */
  readonly sampleRate?: number;
  /** Share of the traces that are sent. @default 0.1 */
  readonly tracesSampleRate?: number;
  /** Tags of every event. @default {} */
  readonly tags?: Readonly<Record<string, string>>;
  /** The SDK, if otelier cannot find the application's: `import * as Sentry from '@sentry/node'`. @default the installed @sentry/node */
  readonly sentry?: SentryClient;
}

const text: OptionRule = { expected: 'a text', holds: (value) => typeof value === 'string' };
const RULES = {
  dsn: {
    expected: 'a DSN, https://<key>@<host>/<project>',
    // Not shown when it is wrong: it may hold a secret key.
    holds: (value: unknown) => typeof value === 'string',
  },
  environment: text,
  release: text,
  sampleRate: share,
  tracesSampleRate: share,
  tags: {
    expected: 'an object of texts',
    holds: (value: unknown) =>
      typeof value === 'object' && value !== null && Object.values(value).every((item) => typeof item === 'string'),
  },
  sentry: {
    expected: 'the module @sentry/node',
    holds: (value: unknown) => typeof value === 'object' && value !== null,
  },
};

/** @throws {TypeError} when an option is unknown or of another kind than expected */
export function validateSentryExporterOptions(options: SentryExporterOptions): void {
  validateOptions('SentryExporter', options, RULES);
  const { dsn } = options;
  if (dsn !== undefined && dsn !== '' && !isDsn(URL.parse(dsn)))
    throw new TypeError(
      `SentryExporter: expected dsn to be ${RULES.dsn.expected}, got a text of another form (not shown)`,
    );
}

function isDsn(url: URL | null): boolean {
  return url !== null && /^https?:$/.test(url.protocol) && url.username !== '' && /\/\d+\/?$/.test(url.pathname);
}
