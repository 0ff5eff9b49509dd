import { log } from '../../foundation/diagnostics/log.ts';

export interface ProcessEndOptions {
  /** Collects telemetry that cannot be had without an event loop. */
  readonly prepare: () => void;
  /** Delivers all telemetry while the thread is blocked. */
  readonly deliver: () => void;
  /**
   * Sends all telemetry and ends the exporters; resolves to whether there was time enough. Only for exporters that need the event loop. @default none
   */
  readonly shutdown?: (() => Promise<boolean>) | undefined;
  /** Receives each exception that nobody caught, and whether it ends the process. */
  readonly onUncaught?: (error: unknown, origin: string, isFatal: boolean) => void;
}

// On the global object, since two copies of otelier may be loaded: one of them watches.
const INSTALLED = Symbol.for('otelier.process-end');
const globals = globalThis as { [INSTALLED]?: Pick<ProcessEnd, 'uninstall'> | undefined };

/**
 * The last moment of the process: its natural end, `process.exit()`, an uncaught exception or an unhandled rejection. Nothing here changes what Node
 * prints, the exit code, or how often the application's listeners run: telemetry is collected in `beforeExit`, as far as that needs an event loop, and
 * delivered in `exit`. Only exporters that cannot send without an event loop keep it alive, and then `beforeExit` is emitted once more.
 * https://nodejs.org/api/process.html#event-uncaughtexceptionmonitor
 */
export class ProcessEnd {
  readonly #options: ProcessEndOptions;

  constructor(options: ProcessEndOptions) {
    this.#options = options;
  }

  /** Whether some ProcessEnd of this process is installed. */
  static get isInstalled(): boolean {
    return globals[INSTALLED] !== undefined;
  }

  /** Replaces the one that is installed. */
  install(): void {
    globals[INSTALLED]?.uninstall();
    globals[INSTALLED] = this;
    process.on('beforeExit', this.#onBeforeExit);
    process.on('exit', this.#onExit);
    process.on('newListener', this.#stayLast);
    process.on('uncaughtExceptionMonitor', this.#onUncaught);
  }

  uninstall(): void {
    if (globals[INSTALLED] === this) globals[INSTALLED] = undefined;
    process.off('beforeExit', this.#onBeforeExit);
    process.off('exit', this.#onExit);
    process.off('newListener', this.#stayLast);
    process.off('uncaughtExceptionMonitor', this.#onUncaught);
  }

  readonly #onBeforeExit = (): void => {
    const { prepare, shutdown } = this.#options;
    // The application's own listeners run first: one of them may start more work.
    process.nextTick(() => {
      if (!isApplicationOver()) return;
      if (shutdown === undefined) prepare();
      else void this.#keepAlive(shutdown);
    });
  };

  async #keepAlive(shutdown: () => Promise<boolean>): Promise<void> {
    process.off('beforeExit', this.#onBeforeExit);
    if (await shutdown()) return;
    // An export that cannot be aborted must not keep a finished process alive. Otherwise the process ends by itself, with Node's own exit code.
    await new Promise((resolve) => setImmediate(resolve));
    if (!isApplicationOver()) process.exit();
  }

  /** The application's own exit listeners run first: they may still log. */
  readonly #stayLast = (event: string | symbol, listener: unknown): void => {
    if (event !== 'exit' || listener === this.#onExit) return;
    queueMicrotask(() => {
      if (!process.listeners('exit').includes(this.#onExit)) return;
      process.off('exit', this.#onExit);
      process.on('exit', this.#onExit);
    });
  };

  readonly #onExit = (): void => guarded(this.#options.deliver);

  readonly #onUncaught = (error: unknown, origin: string): void => {
    const isFatal = process.listenerCount('uncaughtException') === 0 && !process.hasUncaughtExceptionCaptureCallback();
    guarded(() => this.#options.onUncaught?.(error, origin, isFatal));
    // Not left to 'exit', which is not emitted if one of its listeners throws.
    if (isFatal) guarded(this.#options.deliver);
  };
}

/** Standard input and output are listed as active whether or not anything happens on them. */
const STANDARD_STREAMS = new Set(['TTYWrap', 'PipeWrap']);

/** Whether nothing but standard streams would keep the process alive. */
function isApplicationOver(): boolean {
  return process.getActiveResourcesInfo().every((resource) => STANDARD_STREAMS.has(resource));
}

/** An exception here would replace the application's own. */
function guarded(work: () => void): void {
  try {
    work();
  } catch (error) {
    log.debug(`at the end of the process: ${String(error)}`);
  }
}
