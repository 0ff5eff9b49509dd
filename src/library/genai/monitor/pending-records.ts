import { callGuarded } from '../guarded-call.ts';
import type { Telemetry } from '../record/telemetry.ts';

export interface PendingRecordsOptions {
  readonly onFlush: (records: Telemetry[]) => unknown;
  readonly onFailure: (error: unknown) => void;
  /** Called every interval. */
  readonly onInterval: () => void;
  /** Seconds; 0: only `flush()` passes records on. */
  readonly interval: number;
  readonly maxRecords: number;
}

/** The records that finished since the last flush. A full buffer is flushed early; without an interval it drops its oldest record instead. */
export class PendingRecords {
  readonly #options: PendingRecordsOptions;
  readonly #timer: NodeJS.Timeout | undefined;
  #records = new Set<Telemetry>();

  constructor(options: PendingRecordsOptions) {
    this.#options = options;
    // The timer keeps no process alive.
    if (options.interval > 0) this.#timer = setInterval(options.onInterval, options.interval * 1_000).unref();
  }

  add(record: Telemetry): void {
    this.#records.add(record);
    const { maxRecords } = this.#options;
    if (this.#timer !== undefined && this.#records.size >= maxRecords) void this.flush();
    const [oldest] = this.#records;
    if (this.#records.size > maxRecords && oldest !== undefined) this.#records.delete(oldest);
  }

  /** Never rejects. */
  async flush(): Promise<void> {
    if (this.#records.size === 0) return;
    const records = [...this.#records];
    this.#records = new Set();
    await callGuarded(this.#options.onFlush, [records], this.#options.onFailure);
  }

  clear(): void {
    this.#records.clear();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
