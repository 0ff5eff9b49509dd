export type ExportedSignal = 'traces' | 'metrics' | 'logs';

/**
 * Why telemetry was lost: no room in the queue; the destination refused the export (HTTP 400, say); it took the export but not this item
 * (partial success); it cannot be serialised; still there when otelier was shut down; the spool's file is damaged.
 */
export type DropReason = 'queue_full' | 'refused' | 'rejected' | 'unserialisable' | 'shutdown' | 'spool_corrupt';

/** The counts of one pipeline so far. Items are spans, log records or metric data points. */
export interface ExportSnapshot {
  readonly signal: ExportedSignal;
  /** Scheme, host and port, without credentials. */
  readonly destination: string;
  /** Items that the destination has accepted. */
  readonly sent: number;
  /** Exports (not items) that failed, whether or not they are tried again. */
  readonly failed: number;
  /** Items that are lost. */
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  /** Items that wait or are in progress. */
  readonly queueSize: number;
  readonly queueCapacity: number;
  /** Items that wait on disk. */
  readonly spooled: number;
  /** Whether the last export failed in a way that is tried again. */
  readonly isDown: boolean;
}

/** The source of values that change by themselves. */
export interface LedgerGauges {
  readonly queueSize: number;
  readonly isDown: boolean;
}

const IDLE: LedgerGauges = { queueSize: 0, isDown: false };

/** Counts the telemetry of one pipeline: created = sent + dropped + waiting (in the queue or on disk). */
export class ExportLedger {
  readonly #about: Pick<ExportSnapshot, 'signal' | 'destination' | 'queueCapacity'>;
  readonly #dropped: Partial<Record<DropReason, number>> = {};
  #gauges: LedgerGauges = IDLE;
  #sent = 0;
  #failed = 0;
  #spooled = 0;

  constructor(about: Pick<ExportSnapshot, 'signal' | 'destination' | 'queueCapacity'>) {
    this.#about = about;
  }

  /** From now on the queue size and the state are read there. */
  follow(gauges: LedgerGauges): void {
    this.#gauges = gauges;
  }

  sent(items: number): void {
    this.#sent += items;
  }

  failed(): void {
    this.#failed++;
  }

  dropped(reason: DropReason, items: number): void {
    if (items > 0) this.#dropped[reason] = (this.#dropped[reason] ?? 0) + items;
  }

  /** Negative when they left the disk. */
  spooled(items: number): void {
    this.#spooled += items;
  }

  snapshot(): ExportSnapshot {
    const { queueSize, isDown } = this.#gauges;
    return {
      ...this.#about,
      sent: this.#sent,
      failed: this.#failed,
      dropped: { ...this.#dropped },
      queueSize,
      spooled: this.#spooled,
      isDown,
    };
  }
}

const ledgers = new Set<ExportLedger>();

/** Adds the ledger to `exportSnapshots`. Returns it. */
export function published(ledger: ExportLedger): ExportLedger {
  ledgers.add(ledger);
  return ledger;
}

/** The counts of this process so far, by pipeline: for metrics, health checks and diagnosis. */
export function exportSnapshots(): readonly ExportSnapshot[] {
  return [...ledgers].map((ledger) => ledger.snapshot());
}
