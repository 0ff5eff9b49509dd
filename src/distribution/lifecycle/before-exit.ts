export interface NaturalEndOptions {
  /** Collects what has to be before the event loop is gone. */
  readonly prepare: () => void;
  /** Sends all that waits and ends; answers whether there was time enough. `undefined` when nothing needs the event loop for that. */
  readonly shutdown: (() => Promise<boolean>) | undefined;
}

/**
 * The event loop runs empty. What can be sent without it is (`ProcessEnd`), so that the application's own `beforeExit` runs once. Some
 * exporters cannot do without: then it is kept alive for them, and `beforeExit` is emitted again after that.
 */
export class NaturalEnd {
  readonly #options: NaturalEndOptions;

  constructor(options: NaturalEndOptions) {
    this.#options = options;
  }

  install(): void {
    process.on('beforeExit', this.#onBeforeExit);
  }

  uninstall(): void {
    process.off('beforeExit', this.#onBeforeExit);
  }

  readonly #onBeforeExit = (): void => {
    const { prepare, shutdown } = this.#options;
    // After the application's own listeners, of which one may have found something to do.
    process.nextTick(() => {
      if (!isApplicationOver()) return;
      if (shutdown === undefined) prepare();
      else void this.#keepAlive(shutdown);
    });
  };

  async #keepAlive(shutdown: () => Promise<boolean>): Promise<void> {
    this.uninstall();
    if (await shutdown()) return;
    // What cannot be aborted must not keep a finished process alive. All else ends by itself, with Node's own exit code.
    await new Promise((resolve) => setImmediate(resolve));
    if (!isApplicationOver()) process.exit();
  }
}

/** Standard input and output are listed as active whether or not anything happens on them. */
const STANDARD_STREAMS = new Set(['TTYWrap', 'PipeWrap']);

/** Whether nothing but standard streams would keep the process alive. */
function isApplicationOver(): boolean {
  return process.getActiveResourcesInfo().every((resource) => STANDARD_STREAMS.has(resource));
}
