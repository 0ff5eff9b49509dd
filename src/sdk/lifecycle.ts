import { diag } from '@opentelemetry/api';
import { settlesWithin } from './deadline.ts';

export interface LifecycleOptions {
  /** Sends all that waits. */
  readonly flush: () => Promise<void>;
  /** Sends all that waits and ends the exporters. */
  readonly shutdown: () => Promise<void>;
  /** Ends exports that are under way, so that none keeps the process alive. */
  readonly abort: (reason: Error) => void;
  readonly timeoutMillis: number;
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * The end of the process as far as telemetry is concerned: what waits is sent, for at most `timeoutMillis`, when the event loop
 * runs empty and when a signal asks for the end. Never rejects: how telemetry ends is not the application's problem.
 */
export class Lifecycle {
  readonly #options: LifecycleOptions;
  #shutdown: Promise<void> | undefined;

  constructor(options: LifecycleOptions) {
    this.#options = options;
  }

  /** Starts to watch the process for its end. */
  install(): void {
    process.once('beforeExit', this.#onBeforeExit);
    for (const signal of SIGNALS) process.on(signal, this.#onSignal);
  }

  async flush(): Promise<void> {
    await this.#within(this.#options.flush(), 'flush');
  }

  /** Idempotent: the second call waits for the first. */
  shutdown(): Promise<void> {
    this.#shutdown ??= this.#within(this.#options.shutdown(), 'shutdown').finally(() => this.#uninstall());
    return this.#shutdown;
  }

  readonly #onBeforeExit = (): void => void this.shutdown();

  readonly #onSignal = (signal: NodeJS.Signals): void => {
    // The application's own handler decides whether and when the process ends; this only makes sure nothing waits until then.
    if (process.listenerCount(signal) > 1) return void this.flush();
    void this.shutdown().then(() => process.kill(process.pid, signal));
  };

  #uninstall(): void {
    process.off('beforeExit', this.#onBeforeExit);
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
  }

  async #within(work: Promise<void>, what: string): Promise<void> {
    const { timeoutMillis, abort } = this.#options;
    work.catch((error: unknown) => diag.debug(`${what}: ${String(error)}`));
    if (await settlesWithin(work, timeoutMillis)) return;
    const message = `${what} took longer than ${timeoutMillis} ms (OTELIER_SHUTDOWN_TIMEOUT)`;
    if (what === 'shutdown') {
      diag.warn(`${message}; what was still waiting is lost`);
      abort(new Error(message));
    } else {
      diag.warn(`${message}; what still waits is sent later`);
    }
  }
}
