const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
type Watched = (typeof SIGNALS)[number];

/** Two SIGINTs within this time are one Ctrl-C: the terminal sends it to the whole process group, and npm sends it again. */
const SIGINT_DEDUP_MILLIS = 100;

/** Other listeners have this long to react to a signal that is sent again, before this handler is installed again. */
const REINSTALL_DELAY_MILLIS = 100;

/** Both never reject and take bounded time. */
export interface SignalHandlerOptions {
  /** Sends all telemetry. The application decides what happens next. */
  readonly flush: () => Promise<void>;
  /** Sends all telemetry. The process ends afterwards. */
  readonly flushAndExit: () => Promise<void>;
}

/**
 * Sends all telemetry on SIGTERM and SIGINT, and then lets the signal have the effect it would have had without otelier. An application that handles
 * the signal itself decides about the end: then this only flushes.
 */
export class SignalHandler {
  readonly #options: SignalHandlerOptions;
  #exitingSince: number | undefined;

  constructor(options: SignalHandlerOptions) {
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

  /** Runs before the application's own listeners: one that was added with `once` is not counted any more after it has run. */
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
    // The first process of a container has no default action either: something else decides about the end.
    if (process.pid === 1 || hasOtherListeners(signal)) return void this.#options.flush();
    if (this.#exitingSince === undefined) {
      this.#exitingSince = performance.now();
      void this.#options.flushAndExit().then(() => this.#raiseAgain(signal));
      return;
    }
    const isAnotherKeyPress = performance.now() - this.#exitingSince > SIGINT_DEDUP_MILLIS;
    if (signal === 'SIGINT' && isAnotherKeyPress) this.#raiseAgain(signal);
  };

  /** Without this listener, the signal has the effect it would have had. */
  #raiseAgain(signal: NodeJS.Signals): void {
    if (this.#exitingSince === undefined) return;
    this.#exitingSince = undefined;
    this.uninstall();
    process.kill(process.pid, signal);
    // Reached if signal-exit listens, whose users may decide to stay. Keeps the process alive, or an empty event loop would end it before the signal.
    setTimeout(() => this.install(), REINSTALL_DELAY_MILLIS);
  }
}

/** Whether the application decides about the end. The package signal-exit does not: each of its copies waits until it is alone. */
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
