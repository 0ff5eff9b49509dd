import { sayLastWords } from '../../foundation/diagnostics/last-words.ts';
import { log } from '../../foundation/diagnostics/log.ts';
import type { LastDelivery } from '../../pipeline/delivery/exit-delivery.ts';
import { NaturalEnd } from './before-exit.ts';
import { ProcessEnd, type ProcessEndOptions } from './exit-hook.ts';
import { SignalWatch } from './signal-handler.ts';

export interface LifecycleOptions {
  /** Sends all that waits. */
  readonly flush: () => Promise<void>;
  /** Sends all that waits and ends the exporters. */
  readonly shutdown: () => Promise<void>;
  /** From now on nothing is tried twice. */
  readonly hurry: () => void;
  /** Ends exports that are under way, so that none keeps the process alive, and says so. */
  readonly giveUp: (message: string) => void;
  /** Says what is left when a signal is about to end the process, and nothing more can be done. */
  readonly tellLeft?: () => void;
  /** What becomes of telemetry when no event loop runs any more. */
  readonly last: Pick<LastDelivery, 'prepare' | 'deliver'>;
  /** Whether some telemetry cannot do without the event loop. */
  readonly needsEventLoop: boolean;
  readonly onUncaught: ProcessEndOptions['onUncaught'];
  /** For each of these. */
  readonly timeoutMillis: number;
}

/**
 * The end of the process as far as telemetry is concerned: what waits is sent, for at most `timeoutMillis`, whichever way the process
 * ends. Never rejects: how telemetry ends is not the application's problem.
 */
export class Lifecycle {
  readonly #options: LifecycleOptions;
  readonly #watches: readonly { install(): void; uninstall(): void }[];
  #shutdown: Promise<boolean> | undefined;

  constructor(options: LifecycleOptions) {
    this.#options = options;
    const { last, needsEventLoop, onUncaught } = options;
    this.#watches = [
      new SignalWatch({ flush: () => this.flush(), leave: () => this.#leave() }),
      new NaturalEnd({
        prepare: () => last.prepare(),
        shutdown: needsEventLoop ? () => this.#shutdownInTime() : undefined,
      }),
      new ProcessEnd({ deliver: () => last.deliver(), onUncaught }),
    ];
  }

  /** Starts to watch the process for its end. */
  install(): void {
    for (const watch of this.#watches) watch.install();
  }

  async flush(): Promise<void> {
    await this.#flushInTime('what still waits is sent later');
  }

  /** Idempotent: the second call waits for the first. */
  async shutdown(): Promise<void> {
    await this.#shutdownInTime();
  }

  async #leave(): Promise<void> {
    this.#options.hurry();
    if (await this.#flushInTime('what was still waiting is lost if the process ends now')) this.#options.tellLeft?.();
  }

  /** Answers whether there was time enough. */
  async #flushInTime(consequence: string): Promise<boolean> {
    const { flush, timeoutMillis } = this.#options;
    if (await this.#endsInTime(flush)) return true;
    log.warn(`flush took longer than ${timeoutMillis} ms (OTELIER_SHUTDOWN_TIMEOUT); ${consequence}`);
    return false;
  }

  /** Answers whether there was time enough. */
  #shutdownInTime(): Promise<boolean> {
    this.#shutdown ??= this.#shutDown().finally(() => {
      for (const watch of this.#watches) watch.uninstall();
    });
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
    const { timeoutMillis } = this.#options;
    // Who gives no time does not want to hear that it was not enough.
    return timeoutMillis === 0 ? Promise.resolve(true) : settlesWithin(working, timeoutMillis);
  }
}

/** Whether a promise settled (either way) before the time was up. Keeps the process alive until one of both. */
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

type Ends = Pick<LifecycleOptions, 'shutdown' | 'hurry' | 'last'>;

/** Whichever way the process ends, who still waits for something (a stream that nobody has read to its end) records it before all is sent. */
export function withLastWords<E extends Ends>(ends: E): E {
  const after =
    <T>(work: () => T) =>
    (): T => {
      sayLastWords();
      return work();
    };
  const { prepare, deliver } = ends.last;
  return {
    ...ends,
    shutdown: after(ends.shutdown),
    hurry: after(ends.hurry),
    last: { prepare: after(() => prepare.call(ends.last)), deliver: after(() => deliver.call(ends.last)) },
  };
}
