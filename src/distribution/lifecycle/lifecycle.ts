import { log } from '../../foundation/diagnostics/log.ts';
import { runBeforeShutdown } from '../../foundation/diagnostics/shutdown-hooks.ts';
import type { ExitDelivery } from '../../pipeline/delivery/exit-delivery.ts';
import { ProcessEnd, type ProcessEndOptions } from '../../pipeline/delivery/process-end.ts';
import { SignalHandler } from './signal-handler.ts';

export interface LifecycleOptions {
  /** Sends all telemetry. */
  readonly flush: () => Promise<void>;
  /** Sends all telemetry and ends the exporters. */
  readonly shutdown: () => Promise<void>;
  /** Stops waiting for destinations that are not there. */
  readonly stopRetrying: () => void;
  /** Aborts exports in progress, so that none keeps the process alive, and logs the message. */
  readonly abortAll: (message: string) => void;
  /** Logs the telemetry that is left when a signal is about to end the process. @default nothing is logged */
  readonly warnUndelivered?: () => void;
  /** Delivers telemetry when no event loop runs any more. */
  readonly exitDelivery: Pick<ExitDelivery, 'prepare' | 'deliver'>;
  /** Whether some telemetry cannot be sent without the event loop. */
  readonly needsEventLoop: boolean;
  readonly onUncaught: NonNullable<ProcessEndOptions['onUncaught']>;
  /** Called when the lifecycle does not watch the process any more. @default nothing happens */
  readonly onUnwatched?: () => void;
  /** The limit of each of these, in ms. */
  readonly timeoutMillis: number;
}

/**
 * The end of the process as far as telemetry is concerned: everything is sent, within `timeoutMillis`, whichever way the process ends. Never rejects:
 * failures of telemetry are not the application's problem.
 */
export class Lifecycle {
  readonly #options: LifecycleOptions;
  readonly #watches: readonly { install(): void; uninstall(): void }[];
  #shutdown: Promise<boolean> | undefined;

  constructor(options: LifecycleOptions) {
    const { exitDelivery, needsEventLoop, onUncaught } = options;
    this.#options = options;
    this.#watches = [
      new SignalHandler({ flush: () => this.flush(), flushAndExit: () => this.#flushAndExit() }),
      new ProcessEnd({
        prepare: afterHooks(() => exitDelivery.prepare()),
        deliver: afterHooks(() => exitDelivery.deliver()),
        shutdown: needsEventLoop ? () => this.#shutdownInTime() : undefined,
        onUncaught,
      }),
    ];
  }

  /** Starts to watch the process for its end. */
  install(): void {
    for (const watch of this.#watches) watch.install();
  }

  async flush(): Promise<void> {
    await this.#flushInTime('unsent telemetry is sent later');
  }

  /** Idempotent: the second call waits for the first. */
  async shutdown(): Promise<void> {
    await this.#shutdownInTime();
  }

  async #flushAndExit(): Promise<void> {
    const { stopRetrying, warnUndelivered } = this.#options;
    runBeforeShutdown();
    stopRetrying();
    if (await this.#flushInTime('unsent telemetry is lost if the process ends now')) warnUndelivered?.();
  }

  /** Resolves to whether there was time enough. */
  async #flushInTime(consequence: string): Promise<boolean> {
    const { flush, timeoutMillis } = this.#options;
    if (await this.#endsInTime(flush)) return true;
    log.warn(`flush took longer than ${timeoutMillis} ms (OTELIER_SHUTDOWN_TIMEOUT); ${consequence}`);
    return false;
  }

  /** Resolves to whether there was time enough. */
  #shutdownInTime(): Promise<boolean> {
    this.#shutdown ??= this.#shutDown().finally(() => {
      for (const watch of this.#watches) watch.uninstall();
      this.#options.onUnwatched?.();
    });
    return this.#shutdown;
  }

  async #shutDown(): Promise<boolean> {
    const { shutdown, abortAll, timeoutMillis } = this.#options;
    runBeforeShutdown();
    if (await this.#endsInTime(shutdown)) return true;
    abortAll(
      `shutdown took longer than ${timeoutMillis} ms (OTELIER_SHUTDOWN_TIMEOUT); telemetry that was not sent is lost`,
    );
    return false;
  }

  #endsInTime(work: () => Promise<void>): Promise<boolean> {
    const working = (async () => work())();
    working.catch((error: unknown) => log.debug(`at the end of the process: ${String(error)}`));
    const { timeoutMillis } = this.#options;
    // A user who allows no time does not need to read that it was not enough.
    return timeoutMillis === 0 ? Promise.resolve(true) : settlesWithin(working, timeoutMillis);
  }
}

/** Parts that wait for something (a stream that nobody has read to its end) record it before telemetry is sent. */
function afterHooks(work: () => void): () => void {
  return () => {
    runBeforeShutdown();
    work();
  };
}

/** Whether a promise settled (either way) before the time was up. Keeps the process alive until then. */
export async function settlesWithin(promise: Promise<unknown>, timeoutMillis: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, timeoutMillis, false);
  });
  const settled = promise.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([settled, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
