import { log } from '../../../foundation/diagnostics/log.ts';
import { maskUrl } from '../../../foundation/diagnostics/masking.ts';
import { describeFailure } from './failure-reason.ts';

/** What the destinations of one host and port share. */
interface Origin {
  readonly name: string;
  /** Kinds of outages that have been told and are not over. */
  readonly told: Set<string>;
  /** Aborted when there is no more time. */
  readonly signal: AbortSignal;
  /** Aborted when there is no more time to try twice. */
  readonly hurry: AbortSignal;
  readonly holdMillis: number;
  /** Whether the last answer was late, or has not come yet. */
  isSlow: boolean;
}

/**
 * What is known of one endpoint that telemetry is sent to. An outage is told once when it begins and once when it is over, however
 * many batches run into it, and also if several signals share host and reason. Each endpoint remembers its own state, so that one
 * that is wrong (a backend that takes no metrics, say) is not told anew with each success of another. No credentials are in the messages.
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

  /** Aborted when there is no more time: exports under way are to end. */
  get signal(): AbortSignal {
    return this.#origin.signal;
  }

  /** Aborted when the process is about to end: what fails now is not tried again. */
  get hurry(): AbortSignal {
    return this.#origin.hurry;
  }

  /**
   * How long an export under way holds a finished process. Without that moment most of what is sent then would be sent twice: the last
   * delivery cannot know that it arrived.
   */
  get holdMillis(): number {
    return this.#origin.holdMillis;
  }

  /** Whether an export under way was not answered within `holdMillis`. */
  get isSlow(): boolean {
    return this.#origin.isSlow;
  }

  notAnswered(): void {
    this.#origin.isSlow = true;
  }

  failed(error: unknown): void {
    const reason = describeFailure(error);
    // An answer is about the path. A failed connection is about the host, and one outage, however it shows.
    const [place, kind] = isAnswer(error) ? [maskUrl(this.#url), reason] : [this.#origin.name, 'no connection'];
    const isKnown = this.#outage !== undefined || this.#origin.told.has(kind);
    this.#outage ??= kind;
    if (isKnown) {
      log.debug(`still cannot deliver telemetry to ${place}: ${reason}`);
      return;
    }
    this.#origin.told.add(kind);
    log.warn(
      `cannot deliver telemetry to ${place}: ${reason}. The application runs on; ` +
        'telemetry waits as far as there is room, and what is refused is dropped. This is said once until delivery works again.',
    );
  }

  succeeded(): void {
    this.#origin.isSlow = false;
    if (this.#outage === undefined) return;
    const isFirst = this.#origin.told.delete(this.#outage);
    this.#outage = undefined;
    if (isFirst) log.warn(`telemetry reaches ${this.#origin.name} again`);
  }
}

/** The destinations of one process, and the end of all of them. */
export class Destinations {
  readonly #origins = new Map<string, Origin>();
  readonly #end = new AbortController();
  readonly #hurry = new AbortController();
  readonly #holdMillis: number;

  constructor({ holdMillis = 1_000 }: { readonly holdMillis?: number } = {}) {
    this.#holdMillis = holdMillis;
  }

  of(url: string): Destination {
    const parsed = URL.parse(url);
    const key = parsed === null || parsed.host === '' ? url : `${parsed.protocol}//${parsed.host}`;
    const origin = this.#origins.get(key) ?? {
      name: maskUrl(key),
      told: new Set(),
      signal: this.#end.signal,
      hurry: this.#hurry.signal,
      holdMillis: this.#holdMillis,
      isSlow: false,
    };
    this.#origins.set(key, origin);
    return new Destination(url, origin);
  }

  /** From now on no export is tried twice: whoever presses Ctrl-C while no Collector runs does not wait for one. */
  hurry(): void {
    this.#hurry.abort();
  }

  /**
   * Ends every export under way, since there is no more time. Said unless an outage has been told: then that is the reason, and one
   * line is enough.
   */
  giveUp(message: string): void {
    const isTold = [...this.#origins.values()].some(({ told }) => told.size > 0);
    log[isTold ? 'debug' : 'warn'](message);
    this.#end.abort(new Error(message));
  }
}

function isAnswer(error: unknown): boolean {
  return typeof (error as { status?: unknown } | undefined | null)?.status === 'number';
}
