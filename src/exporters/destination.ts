import { diag } from '@opentelemetry/api';
import { maskUrl, oneLine } from '../diagnostics/masking.ts';

/**
 * What is known of one place that telemetry is sent to. An outage is said once when it begins and once when it is over,
 * however many batches and signals run into it; no credentials are in the messages.
 */
export class Destination {
  readonly name: string;
  /** Aborted when there is no more time: exports under way are to end. */
  readonly signal: AbortSignal;
  #down = false;

  constructor(url: string, signal: AbortSignal) {
    this.name = maskUrl(url);
    this.signal = signal;
  }

  failed(error: unknown): void {
    const reason = describeFailure(error);
    if (this.#down) {
      diag.debug(`delivery to ${this.name} still fails: ${reason}`);
      return;
    }
    this.#down = true;
    diag.warn(
      `cannot deliver telemetry to ${this.name}: ${reason}. The application runs on; ` +
        'what waits is kept until the queue is full, then dropped. This is said once until delivery works again.',
    );
  }

  succeeded(): void {
    if (!this.#down) return;
    this.#down = false;
    diag.warn(`telemetry reaches ${this.name} again`);
  }
}

/** One destination an origin: three signals to one Collector are one outage, not three. */
export class Destinations {
  readonly #byOrigin = new Map<string, Destination>();
  readonly #end = new AbortController();

  of(url: string): Destination {
    const parsed = URL.parse(url);
    const origin = parsed === null || parsed.host === '' ? url : `${parsed.protocol}//${parsed.host}`;
    const known = this.#byOrigin.get(origin) ?? new Destination(origin, this.#end.signal);
    this.#byOrigin.set(origin, known);
    return known;
  }

  /** Ends every export under way. */
  abort(reason: Error): void {
    this.#end.abort(reason);
  }
}

const HINTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused: nothing listens there. Is the Collector running, and is it this port?',
  ENOTFOUND: 'the host name cannot be resolved',
  EAI_AGAIN: 'the host name cannot be resolved at the moment',
  ECONNRESET: 'the connection was reset: is this the right port and protocol (HTTP or gRPC, with or without TLS)?',
  EPROTO: 'no TLS spoken there: is the endpoint http:// instead of https://?',
  ERR_SSL_WRONG_VERSION_NUMBER: 'no TLS spoken there: is the endpoint http:// instead of https://?',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'no TLS spoken there: is the endpoint http:// instead of https://?',
  HPE_INVALID_CONSTANT: 'the answer is not HTTP: is this the gRPC port?',
};

const CERTIFICATE_CODES = /CERT|SELF_SIGNED|ISSUER|ALTNAME/;

/** The reason of a failure as a person would want to read it. */
export function describeFailure(error: unknown): string {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const text = typeof message === 'string' && message !== '' ? oneLine(message) : String(code ?? 'unknown error');
  if (typeof code !== 'string') return text;
  if (CERTIFICATE_CODES.test(code)) {
    return `the TLS certificate is not accepted (${code}: ${text}). A private CA is named with OTEL_EXPORTER_OTLP_CERTIFICATE`;
  }
  return HINTS[code] === undefined ? text : `${HINTS[code]} (${code})`;
}
