import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { LocalTrace } from './local-trace.ts';

export interface HeldLimits {
  /** Traces held at once. @default 5000 */
  readonly maxTraces?: number;
  /** Spans held of one trace. @default 1000 */
  readonly maxSpansPerTrace?: number;
  /** Spans held of all traces. @default 50000 */
  readonly maxSpans?: number;
  /** How long a trace is held at most, in ms. @default 300000 */
  readonly maxAgeMillis?: number;
}

/** The undecided traces with their spans, bounded by number, size and age. */
export class HeldTraces {
  readonly #limits: Required<HeldLimits>;
  /** The oldest first. */
  readonly #traces = new Set<LocalTrace>();
  #spans = 0;

  constructor({ maxTraces = 5_000, maxSpansPerTrace = 1_000, maxSpans = 50_000, maxAgeMillis = 300_000 }: HeldLimits) {
    this.#limits = { maxTraces, maxSpansPerTrace, maxSpans, maxAgeMillis };
  }

  get size(): number {
    return this.#traces.size;
  }

  get spans(): number {
    return this.#spans;
  }

  [Symbol.iterator](): IterableIterator<LocalTrace> {
    return this.#traces.values();
  }

  add(trace: LocalTrace): void {
    this.#traces.add(trace);
  }

  /** Returns false when the trace is full. */
  hold(trace: LocalTrace, span: ReadableSpan): boolean {
    if (trace.held.length >= this.#limits.maxSpansPerTrace) return false;
    trace.held.push(span);
    this.#spans++;
    return true;
  }

  /**
   * Releases the trace and passes its spans on in the order in which they ended. The array is emptied place by place: V8 starts to allocate such arrays in
   * the old generation, where an unreachable array keeps everything it refers to until the next full collection. That made collections at least twenty
   * times as long in about every second process.
   */
  release(trace: LocalTrace, onSpan: ((span: ReadableSpan) => void) | undefined): void {
    if (!this.#traces.delete(trace)) return;
    const { held } = trace;
    this.#spans -= held.length;
    for (let place = 0; place < held.length; place++) {
      const span = held[place];
      held[place] = undefined;
      if (span !== undefined) onSpan?.(span);
    }
    held.length = 0;
  }

  get isFull(): boolean {
    return this.#traces.size > this.#limits.maxTraces || this.#spans > this.#limits.maxSpans;
  }

  /** The trace that has to be released first, if one has to be. */
  overdue(nowMillis: number): LocalTrace | undefined {
    const [oldest] = this.#traces;
    if (oldest === undefined) return undefined;
    return this.isFull || nowMillis - oldest.startedMillis > this.#limits.maxAgeMillis ? oldest : undefined;
  }
}
