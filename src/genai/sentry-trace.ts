import type { SentrySpan } from './sentry-client.ts';
import type { SentryScope } from './sentry-scope.ts';

/** https://develop.sentry.dev/sdk/telemetry/traces/ */
const OK = { code: 1 };
const FAILED = { code: 2, message: 'internal_error' };

/** The Sentry span of one execution, where the client has spans. Times in milliseconds since the epoch, by default now. Never throws. */
export class SentryTrace {
  readonly #span: SentrySpan | undefined;

  constructor(scope: SentryScope, name: string, attributes: Readonly<Record<string, unknown>>, ts?: number) {
    const known = Object.entries(attributes).filter(([, value]) => isPrimitive(value));
    const times = ts === undefined ? {} : { startTime: ts / 1_000 };
    this.#span = scope.startSpan({ name, op: 'l0.execution', attributes: Object.fromEntries(known), ...times });
  }

  end(isOk: boolean, ts?: number): void {
    try {
      this.#span?.setStatus?.(isOk ? OK : FAILED);
      this.#span?.end?.(ts === undefined ? undefined : ts / 1_000);
    } catch {
      // A client that cannot end its own span: nothing is lost but that span.
    }
  }
}

const isPrimitive = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);
