import { configuredRedactor } from '../../../foundation/configuration/configured-redactor.ts';
import { oneLine } from '../../../foundation/diagnostics/masking.ts';
import type { Redactor } from '../../../foundation/redaction/redactor.ts';
import { type Check, type CheckResult, toCheckOutcome } from './check-result.ts';
import { untraced } from './untraced.ts';

/** A result is returned to every caller for this long, however many probes come. */
const MIN_INTERVAL_MILLIS = 1_000;
/** A check that does not settle is called again, but no more often than this at once. */
const MAX_UNSETTLED = 3;
const MAX_MESSAGE_LENGTH = 500;

export interface CheckOptions {
  /** Time that one run may take. @default 5 */
  readonly timeoutSeconds?: number;
  /** Whether a failure makes the whole unhealthy, or only degraded. @default true */
  readonly critical?: boolean;
  /** Names under which `/health/<group>` shows the check. @default none */
  readonly groups?: readonly string[];
}

export interface CheckRunnerOptions {
  readonly name: string;
  readonly check: Check;
  readonly timeoutSeconds: number;
  readonly isCritical: boolean;
  readonly groups: readonly string[];
  readonly onResult?: (result: CheckResult) => void;
  readonly now?: () => number;
}

/**
 * Runs one check: at most one call a second, with a limit of time. Callers that come while it runs, or within a second after it, share the
 * result. Never rejects.
 */
export class CheckRunner {
  readonly name: string;
  readonly isCritical: boolean;
  readonly groups: readonly string[];
  readonly #options: CheckRunnerOptions;
  readonly #now: () => number;
  #last: CheckResult | undefined;
  #lastStart = Number.NEGATIVE_INFINITY;
  #running: Promise<CheckResult> | undefined;
  #unsettled = 0;

  constructor(options: CheckRunnerOptions) {
    this.name = options.name;
    this.isCritical = options.isCritical;
    this.groups = options.groups;
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** The latest result; `undefined` before the first run has ended. */
  get last(): CheckResult | undefined {
    return this.#last;
  }

  run(): Promise<CheckResult> {
    if (this.#running !== undefined) return this.#running;
    if (this.#last !== undefined && this.#now() - this.#lastStart < MIN_INTERVAL_MILLIS)
      return Promise.resolve(this.#last);
    this.#running = this.#runOnce().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #runOnce(): Promise<CheckResult> {
    const startedAt = this.#now();
    this.#lastStart = startedAt;
    const outcome = await this.#outcome();
    const durationMs = Math.round((this.#now() - startedAt) * 1_000) / 1_000;
    const message = clean(outcome.message);
    const result = { name: this.name, ...outcome, message, durationMs, timestamp: new Date() };
    this.#last = result;
    this.#options.onResult?.(result);
    return result;
  }

  async #outcome(): Promise<ReturnType<typeof toCheckOutcome>> {
    if (this.#unsettled >= MAX_UNSETTLED)
      return { status: 'unhealthy', message: `timeout: ${this.#unsettled} calls of the check have not settled` };
    const { timeoutSeconds } = this.#options;
    const abort = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<typeof TIMED_OUT>((resolve) => {
      timer = setTimeout(() => resolve(TIMED_OUT), timeoutSeconds * 1_000).unref();
    });
    try {
      const outcome = await Promise.race([this.#call(abort.signal), timeUp]);
      if (outcome !== TIMED_OUT) return toCheckOutcome(outcome);
      abort.abort();
      return { status: 'unhealthy', message: `timeout: no result within ${timeoutSeconds} s` };
    } catch (error) {
      return { status: 'unhealthy', message: messageOf(error) };
    } finally {
      clearTimeout(timer);
    }
  }

  async #call(signal: AbortSignal): Promise<unknown> {
    this.#unsettled++;
    try {
      return await untraced(() => this.#options.check(signal));
    } finally {
      this.#unsettled--;
    }
  }
}

const TIMED_OUT = Symbol('timed out');

function messageOf(error: unknown): string {
  try {
    const { message } = Object(error) as { message?: unknown };
    return typeof message === 'string' && message !== '' ? message : String(error);
  } catch {
    return 'the check threw a value without a text';
  }
}

let redactor: Redactor | undefined;

/** A message on one line, bounded, without secrets: errors of drivers like to quote connection strings. */
function clean(message: string): string {
  if (message === 'OK') return message;
  redactor ??= configuredRedactor({});
  // Before the message is cut: a part of a secret is not recognised.
  return oneLine(redactor?.redactText(message) ?? message, MAX_MESSAGE_LENGTH);
}
