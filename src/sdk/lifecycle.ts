import { log } from '../diagnostics/log.ts';
import { settlesWithin } from './deadline.ts';

export interface LifecycleOptions {
  /** Sends all that waits. */
  readonly flush: () => Promise<void>;
  /** Sends all that waits and ends the exporters. */
  readonly shutdown: () => Promise<void>;
  /** Ends exports that are under way, so that none keeps the process alive, and says so. */
  readonly giveUp: (message: string) => void;
  readonly timeoutMillis: number;
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * The end of the process as far as telemetry is concerned: what waits is sent, for at most `timeoutMillis`, when the event loop
 * runs empty and when a signal asks for the end. Never rejects: how telemetry ends is not the application's problem.
 */
export class Lifecycle {
  readonly #options: LifecycleOptions;
  #shutdown: Promise<boolean> | undefined;

  constructor(options: LifecycleOptions) {
    this.#options = options;
  }

  /** Starts to watch the process for its end. */
  install(): void {
    process.once('beforeExit', this.#onBeforeExit);
    // Before the application's own listeners: one that was added with `once` is not counted any more when it has run.
    for (const signal of SIGNALS) process.prependListener(signal, this.#onSignal);
  }

  async flush(): Promise<void> {
    const { flush, timeoutMillis } = this.#options;
    if (await this.#endsInTime(flush)) return;
    log.warn(`flush took longer than ${timeoutMillis} ms (OTELIER_SHUTDOWN_TIMEOUT); what still waits is sent later`);
  }

  /** Idempotent: the second call waits for the first. */
  async shutdown(): Promise<void> {
    await this.#shutdownInTime();
  }

  readonly #onBeforeExit = (): void => {
    // After the application's own listeners, of which one may have found something to do.
    process.nextTick(() => {
      if (isApplicationOver()) void this.#endProcess();
      else void this.flush().then(() => this.#watchAgain());
    });
  };

  #watchAgain(): void {
    if (this.#shutdown === undefined) process.once('beforeExit', this.#onBeforeExit);
  }

  /** gRPC calls cannot be aborted from here, and must not keep a finished process alive. All others end by themselves, with Node's own exit code. */
  async #endProcess(): Promise<void> {
    if (await this.#shutdownInTime()) return;
    await new Promise((resolve) => setImmediate(resolve));
    if (!isApplicationOver()) process.exit();
  }

  readonly #onSignal = (signal: NodeJS.Signals): void => {
    // The application's own handler decides whether and when the process ends; this only makes sure nothing waits until then.
    if (process.listenerCount(signal) > 1) return void this.flush();
    void this.shutdown().then(() => process.kill(process.pid, signal));
  };

  /** Answers whether there was time enough. */
  #shutdownInTime(): Promise<boolean> {
    this.#shutdown ??= this.#shutDown().finally(() => this.#uninstall());
    return this.#shutdown;
  }

  async #shutDown(): Promise<boolean> {
    const { shutdown, giveUp, timeoutMillis } = this.#options;
    if (await this.#endsInTime(shutdown)) return true;
    const message = `shutdown took longer than ${timeoutMillis} ms (OTELIER_SHUTDOWN_TIMEOUT)`;
    giveUp(`${message}; what was still waiting is lost`);
    return false;
  }

  #endsInTime(work: () => Promise<void>): Promise<boolean> {
    const working = (async () => work())();
    working.catch((error: unknown) => log.debug(`at the end of the process: ${String(error)}`));
    return settlesWithin(working, this.#options.timeoutMillis);
  }

  #uninstall(): void {
    process.off('beforeExit', this.#onBeforeExit);
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
  }
}

/** Standard input and output are listed as active whether or not anything happens on them. */
const STANDARD_STREAMS = new Set(['TTYWrap', 'PipeWrap']);

/** Whether nothing but standard streams would keep the process alive. */
function isApplicationOver(): boolean {
  return process.getActiveResourcesInfo().every((resource) => STANDARD_STREAMS.has(resource));
}
