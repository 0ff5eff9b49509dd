const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
type Watched = (typeof SIGNALS)[number];

/**
 * npm hands on the SIGINT that the terminal has sent to the whole process group already: two of them within this time are one Ctrl-C.
 */
const ONE_KEY_PRESS_MILLIS = 100;

/** Time for others to react to a signal that is sent again, before this listens to it again. */
const AFTERMATH_MILLIS = 100;

/** Both never reject and take bounded time. */
export interface SignalWatchOptions {
  /** Sends what waits; the application decides what comes then. */
  readonly flush: () => Promise<void>;
  /** Sends what waits; the process ends then. */
  readonly leave: () => Promise<void>;
}

/**
 * Sends what waits when a signal asks for the end, and then lets the signal do what it would have done without otelier. An application
 * that handles the signal itself decides about the end: then this only sends what waits.
 */
export class SignalWatch {
  readonly #options: SignalWatchOptions;
  #leavingSince: number | undefined;

  constructor(options: SignalWatchOptions) {
    this.#options = options;
  }

  install(): void {
    this.#listen();
    process.on('newListener', this.#stayFirst);
  }

  uninstall(): void {
    process.off('newListener', this.#stayFirst);
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
  }

  #listen(): void {
    for (const signal of SIGNALS) process.prependListener(signal, this.#onSignal);
  }

  /** Before the application's own listeners: one that was added with `once` is not counted any more when it has run. */
  readonly #stayFirst = (event: string | symbol, listener: unknown): void => {
    if (!SIGNALS.includes(event as Watched) || listener === this.#onSignal) return;
    const signal = event as Watched;
    queueMicrotask(() => {
      if (!process.listeners(signal).includes(this.#onSignal)) return;
      process.off(signal, this.#onSignal);
      process.prependListener(signal, this.#onSignal);
    });
  };

  readonly #onSignal = (signal: NodeJS.Signals): void => {
    // No default action ends the first process of a container: there, too, others decide about the end.
    if (process.pid === 1 || hasOtherListeners(signal)) return void this.#options.flush();
    if (this.#leavingSince === undefined) {
      this.#leavingSince = performance.now();
      void this.#options.leave().then(() => this.#raiseAgain(signal));
      return;
    }
    const isOnceMore = performance.now() - this.#leavingSince > ONE_KEY_PRESS_MILLIS;
    if (signal === 'SIGINT' && isOnceMore) this.#raiseAgain(signal);
  };

  /** Without our listener, the signal has the effect it would have had. */
  #raiseAgain(signal: NodeJS.Signals): void {
    if (this.#leavingSince === undefined) return;
    this.#leavingSince = undefined;
    this.uninstall();
    process.kill(process.pid, signal);
    // Reached when signal-exit listens, whose users may decide to stay. Holds the process, or an empty event loop would forestall the signal.
    setTimeout(() => this.install(), AFTERMATH_MILLIS);
  }
}

/** Whether the application decides about the end. The package signal-exit does not: each of its copies waits until there is no other. */
function hasOtherListeners(signal: NodeJS.Signals): boolean {
  return process.listenerCount(signal) - 1 - signalExitListeners() > 0;
}

/** https://github.com/tapjs/signal-exit: version 3 leaves its count on the process, version 4 on the global object. */
function signalExitListeners(): number {
  const emitters = [
    (process as { __signal_exit_emitter__?: unknown }).__signal_exit_emitter__,
    (globalThis as Record<symbol, unknown>)[Symbol.for('signal-exit emitter')],
  ];
  return emitters.reduce<number>((sum, emitter) => {
    const count = (emitter as { count?: unknown } | undefined)?.count;
    return sum + (typeof count === 'number' ? count : 0);
  }, 0);
}
