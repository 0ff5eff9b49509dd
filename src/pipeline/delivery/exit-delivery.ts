import { log } from '../../foundation/diagnostics/log.ts';
import { oneLine } from '../../foundation/diagnostics/masking.ts';
import { runBeforeShutdown } from '../../foundation/diagnostics/shutdown-hooks.ts';
import { warnVisibly } from '../../foundation/diagnostics/warn-visibly.ts';
import { describeFailure } from '../exporters/destination/failure-reason.ts';
import { SerializationError } from '../exporters/otlp/otlp-request.ts';
import { createTimeoutError } from '../exporters/transport/export-timeout.ts';
import { preloadExitWorker, sendBlocking } from './blocking-send.ts';
import type { Drainable, UnsentBatch } from './drain.ts';
import { exportSnapshots } from './export-ledger.ts';
import { ProcessEnd } from './process-end.ts';

/** The share of the time for reading from disk: what is not read stays safe there. */
const READING_SHARE = 0.25;

/** Delivers everything that is unsent when the process ends, within a time that all calls share. */
export class ExitDelivery {
  readonly #drainables: () => readonly Drainable[];
  readonly #timeout: Error;
  #millisLeft: number;

  constructor(drainables: () => readonly Drainable[], timeoutMillis: number) {
    this.#drainables = drainables;
    this.#millisLeft = timeoutMillis;
    this.#timeout = createTimeoutError(timeoutMillis, 'OTELIER_SHUTDOWN_TIMEOUT');
  }

  /** Loads the code that `deliver` needs: it may not be found any more when the process ends. */
  preload(): void {
    try {
      preloadExitWorker();
      for (const drainable of this.#drainables()) drainable.preload?.();
    } catch (error) {
      log.debug(`the exit delivery could not be preloaded: ${String(error)}`);
    }
  }

  /** Collects telemetry that cannot be had without an event loop. */
  prepare(): void {
    for (const drainable of this.#drainables()) drainable.prepare?.();
  }

  /** Blocks the thread until everything is delivered or the time is over. Losses are logged. */
  deliver(): void {
    if (this.#millisLeft > 0) this.#deliver();
    for (const drainable of this.#drainables()) drainable.close?.();
  }

  #deliver(): void {
    // Serializing a full queue takes time as well.
    const started = performance.now();
    const deadline = started + this.#millisLeft * READING_SHARE;
    const batches = this.#drainables().flatMap((drainable) => drainable.drain(deadline));
    if (batches.length === 0) return;
    const requests = batches.flatMap(({ request }) => (request instanceof Error ? [] : request));
    // The other half was spent on waiting for exports in progress.
    const share = batches.some(({ destination }) => destination.isSlow) ? 0.5 : 1;
    const timeoutMillis = Math.max(1, this.#millisLeft * share - (performance.now() - started));
    const failures = requests.length === 0 ? [] : [...sendBlocking(requests, timeoutMillis, this.#timeout)];
    this.#millisLeft -= performance.now() - started;
    const losses = batches.flatMap((batch): Loss[] => {
      const reason = batch.request instanceof Error ? batch.request : failures.shift();
      if (reason === undefined) batch.onDelivered?.();
      return reason === undefined || batch.onDelivered !== undefined ? [] : [{ batch, reason }];
    });
    warnOfLosses(losses);
  }
}

interface Loss {
  readonly batch: UnsentBatch;
  readonly reason: Error;
}

/** One line for each destination and reason. */
function warnOfLosses(losses: readonly Loss[]): void {
  for (const [reason, alike] of Map.groupBy(losses, describeLoss)) {
    const counts = Map.groupBy(alike, ({ batch }) => batch.items);
    const parts = [...counts].map(([items, some]) => {
      const count = some.reduce((sum, { batch }) => sum + batch.count, 0);
      return `${count} ${count === 1 ? items.slice(0, -1) : items}`;
    });
    warnVisibly(`${reason}. The process has ended; lost: ${parts.join(', ')}`);
  }
}

function describeLoss({ batch, reason }: Loss): string {
  if (reason instanceof SerializationError) return `some telemetry cannot be serialised: ${oneLine(reason.message)}`;
  return `cannot deliver telemetry to ${batch.destination.name}: ${describeFailure(reason)}`;
}

/** Logs what is left in memory when a signal is about to end the process: one line for all of it. */
export function warnUndelivered(): void {
  const parts = exportSnapshots()
    .filter(({ queueSize }) => queueSize > 0)
    .map(({ queueSize, signal }) => `${queueSize} ${signal === 'traces' ? 'spans' : 'log records'}`);
  if (parts.length > 0) log.warn(`could not be delivered, and lost if the process ends now: ${parts.join(', ')}`);
}

/** A pipeline apart from the registered providers, whose telemetry is delivered at the end of the process as well. */
export interface ExitParticipant {
  readonly drainables: readonly Drainable[];
  flush(): Promise<void>;
  stopRetrying(): void;
  /** How long the exit delivery may take if the process has no other, in ms. */
  readonly timeoutMillis: number;
}

// On the global object: the pipeline and the code that ends the process may be two copies of otelier (two of its bundles, say).
const PARTICIPANTS = Symbol.for('otelier.exit-participants');
const globals = globalThis as { [PARTICIPANTS]?: Set<ExitParticipant> };

/** All pipelines that take part. */
export function exitParticipants(): readonly ExitParticipant[] {
  return [...(globals[PARTICIPANTS] ?? [])];
}

/** Lets the pipeline take part in the end of the process, whether or not `start` was or will be called. Returns a function that ends this. */
export function joinExit(participant: ExitParticipant): () => void {
  globals[PARTICIPANTS] ??= new Set();
  globals[PARTICIPANTS].add(participant);
  watchForParticipants();
  return () => void globals[PARTICIPANTS]?.delete(participant);
}

/** Watches for the end of the process on behalf of the participants, unless the process is watched already. */
export function watchForParticipants(): void {
  const [first] = exitParticipants();
  if (first === undefined || ProcessEnd.isInstalled) return;
  const delivery = new ExitDelivery(participantDrainables, first.timeoutMillis);
  new ProcessEnd({
    prepare() {
      runBeforeShutdown();
      delivery.prepare();
    },
    deliver() {
      runBeforeShutdown();
      delivery.deliver();
    },
  }).install();
}

/** The drainables of all participants at this moment. */
export function participantDrainables(): readonly Drainable[] {
  return exitParticipants().flatMap(({ drainables }) => drainables);
}
