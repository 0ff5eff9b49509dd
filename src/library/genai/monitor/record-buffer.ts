import type { Telemetry } from '../record/telemetry.ts';

/** The newest records, in the order in which their streams ended. */
export class RecordBuffer {
  readonly #size: number;
  readonly #records = new Set<Telemetry>();
  readonly #newestOf = new Map<string, Telemetry>();
  #newest: Telemetry | undefined;

  constructor(size: number) {
    this.#size = size;
  }

  add(telemetry: Telemetry): void {
    this.#records.add(telemetry);
    this.#newest = telemetry;
    this.#newestOf.set(telemetry.streamId, telemetry);
    const [oldest] = this.#records;
    if (this.#records.size > this.#size && oldest !== undefined) this.#remove(oldest);
  }

  #remove(telemetry: Telemetry): void {
    this.#records.delete(telemetry);
    // A stream id may have been used again.
    if (this.#newestOf.get(telemetry.streamId) === telemetry) this.#newestOf.delete(telemetry.streamId);
  }

  get(streamId: string): Telemetry | undefined {
    return this.#newestOf.get(streamId);
  }

  get newest(): Telemetry | undefined {
    return this.#newest;
  }

  all(): Telemetry[] {
    return [...this.#records];
  }

  clear(): void {
    this.#records.clear();
    this.#newestOf.clear();
    this.#newest = undefined;
  }
}
