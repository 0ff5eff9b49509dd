import { log } from '../../../foundation/diagnostics/log.ts';
import { maskUrl } from '../../../foundation/diagnostics/masking.ts';
import { describeFailure } from './failure-reason.ts';

/** State shared by all destinations of one host and port. */
interface Origin {
  readonly name: string;
  /** Kinds of outages that were reported and are not over. */
  readonly reported: Set<string>;
  readonly abortSignal: AbortSignal;
  readonly retryStopSignal: AbortSignal;
  readonly keepAliveMillis: number;
  isSlow: boolean;
}

/**
 * The delivery state of one endpoint. An outage is reported once when it begins and once when it ends, however many batches fail, and also
 * if several signals share the host and the reason. Each endpoint has its own state, so that one that is wrong (a backend that does not
 * accept metrics, say) is not reported anew with each success of another. Messages contain no credentials.
 */
export class Destination {
  readonly #url: string;
  readonly #origin: Origin;
  #outage: string | undefined;

  constructor(url: string, origin: Origin) {
    this.#url = url;
    this.#origin = origin;
  }

  /** Scheme, host and port, without credentials. */
  get name(): string {
    return this.#origin.name;
  }

  /** Aborted when there is no time left: exports in progress fail. */
  get abortSignal(): AbortSignal {
    return this.#origin.abortSignal;
  }

  /** Aborted when the process is about to end: from then on failed exports are not retried. */
  get retryStopSignal(): AbortSignal {
    return this.#origin.retryStopSignal;
  }

  /**
   * How long an export in progress keeps a finished process alive. Without this time, most of such exports would be sent twice: the exit
   * delivery cannot know that they arrived.
   */
  get keepAliveMillis(): number {
    return this.#origin.keepAliveMillis;
  }

  /** Whether the last export had no response within `keepAliveMillis`. */
  get isSlow(): boolean {
    return this.#origin.isSlow;
  }

  recordSlowResponse(): void {
    this.#origin.isSlow = true;
  }

  recordFailure(error: unknown): void {
    const reason = describeFailure(error);
    // A response is about the path. A failed connection is about the host, and one outage, however it shows.
    const [place, kind] = hasStatus(error) ? [maskUrl(this.#url), reason] : [this.#origin.name, 'no connection'];
    const isKnown = this.#outage !== undefined || this.#origin.reported.has(kind);
    this.#outage ??= kind;
    if (isKnown) {
      log.debug(`still cannot deliver telemetry to ${place}: ${reason}`);
      return;
    }
    this.#origin.reported.add(kind);
    log.warn(
      `cannot deliver telemetry to ${place}: ${reason}. The application runs on; telemetry is buffered up to the queue limit, ` +
        'and rejected data is dropped. This warning is not repeated until delivery recovers.',
    );
  }

  recordSuccess(): void {
    this.#origin.isSlow = false;
    if (this.#outage === undefined) return;
    const isFirst = this.#origin.reported.delete(this.#outage);
    this.#outage = undefined;
    if (isFirst) log.warn(`telemetry reaches ${this.#origin.name} again`);
  }
}

/** All destinations of one process. */
export class Destinations {
  readonly #origins = new Map<string, Origin>();
  readonly #abort = new AbortController();
  readonly #retryStop = new AbortController();
  readonly #keepAliveMillis: number;

  constructor({ keepAliveMillis = 1_000 }: { readonly keepAliveMillis?: number } = {}) {
    this.#keepAliveMillis = keepAliveMillis;
  }

  of(url: string): Destination {
    const parsed = URL.parse(url);
    const key = parsed === null || parsed.host === '' ? url : `${parsed.protocol}//${parsed.host}`;
    const origin = this.#origins.get(key) ?? {
      name: maskUrl(key),
      reported: new Set(),
      abortSignal: this.#abort.signal,
      retryStopSignal: this.#retryStop.signal,
      keepAliveMillis: this.#keepAliveMillis,
      isSlow: false,
    };
    this.#origins.set(key, origin);
    return new Destination(url, origin);
  }

  /** Ends all retries, so that Ctrl-C does not wait for a Collector that is not running. */
  stopRetrying(): void {
    this.#retryStop.abort();
  }

  /** Fails every export in progress, since there is no time left. Warns unless an outage was reported: that is the reason then. */
  abortAll(message: string): void {
    const isReported = [...this.#origins.values()].some(({ reported }) => reported.size > 0);
    log[isReported ? 'debug' : 'warn'](message);
    this.#abort.abort(new Error(message));
  }
}

/** Errors with a status are responses; the others are failed connections. */
function hasStatus(error: unknown): boolean {
  return typeof (error as { status?: unknown } | undefined | null)?.status === 'number';
}
