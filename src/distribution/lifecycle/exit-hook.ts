import { log } from '../../foundation/diagnostics/log.ts';

export interface ProcessEndOptions {
  /** Delivers what waits while the thread is blocked. */
  readonly deliver: () => void;
  /** Is told of each exception that nobody caught, and whether it ends the process. */
  readonly onUncaught: (error: unknown, origin: string, isFatal: boolean) => void;
}

/**
 * The last moment of the process: its natural end, `process.exit()`, an uncaught exception or unhandled rejection. No event loop runs any
 * more, and nothing here changes what Node prints or the exit code.
 * https://nodejs.org/api/process.html#event-uncaughtexceptionmonitor
 */
export class ProcessEnd {
  readonly #options: ProcessEndOptions;

  constructor(options: ProcessEndOptions) {
    this.#options = options;
  }

  install(): void {
    process.on('exit', this.#onExit);
    process.on('newListener', this.#stayLast);
    process.on('uncaughtExceptionMonitor', this.#onUncaught);
  }

  uninstall(): void {
    process.off('exit', this.#onExit);
    process.off('newListener', this.#stayLast);
    process.off('uncaughtExceptionMonitor', this.#onUncaught);
  }

  /** The application's own listeners may still log. */
  readonly #stayLast = (event: string | symbol, listener: unknown): void => {
    if (event !== 'exit' || listener === this.#onExit) return;
    queueMicrotask(() => {
      if (!process.listeners('exit').includes(this.#onExit)) return;
      process.off('exit', this.#onExit);
      process.on('exit', this.#onExit);
    });
  };

  readonly #onExit = (): void => attempt(this.#options.deliver);

  readonly #onUncaught = (error: unknown, origin: string): void => {
    const isFatal = process.listenerCount('uncaughtException') === 0 && !process.hasUncaughtExceptionCaptureCallback();
    attempt(() => this.#options.onUncaught(error, origin, isFatal));
    // Not left to 'exit': an exception in one of its listeners would keep it from being reached.
    if (isFatal) attempt(this.#options.deliver);
  };
}

/** An exception here would replace the application's own. */
function attempt(work: () => void): void {
  try {
    work();
  } catch (error) {
    log.debug(`at the end of the process: ${String(error)}`);
  }
}
