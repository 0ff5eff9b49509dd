import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { SamplingOptions } from '../../foundation/configuration/settings/sampling-presets.ts';
import { warnOnce } from '../../foundation/diagnostics/once.ts';
import { createContextLinks } from './context-links.ts';
import { HeldTraces } from './held-traces.ts';
import { KeptSpan } from './kept-span.ts';
import { type Kept, type LocalTrace, startLocalTrace } from './local-trace.ts';
import { createCounts, type SamplingCounts } from './sampling-counts.ts';
import { SamplingRule } from './sampling-rule.ts';
import type { RootObserver, TailOptions } from './tail-options.ts';

/**
 * Holds the spans of each local trace until it is known whether the trace is kept, and hands those of kept ones on. Works with a sampler that
 * has all spans recorded. There is no timer: traces that are too old are handled when another one starts.
 */
export class TailSpanProcessor implements SpanProcessor {
  readonly #next: SpanProcessor;
  readonly #rule: SamplingRule;
  readonly #roots: RootObserver | undefined;
  readonly #now: () => number;
  readonly #counts = createCounts();
  readonly #held: HeldTraces;
  /** By the context of a span, which its children refer to: remembered for as long as a child can come. */
  readonly #traces = createContextLinks<LocalTrace>();

  constructor(sampling: SamplingOptions, next: SpanProcessor, options: TailOptions = {}) {
    const { roots, now = () => performance.now(), ...limits } = options;
    this.#next = next;
    this.#rule = new SamplingRule(sampling);
    this.#held = new HeldTraces(limits);
    this.#roots = roots;
    this.#now = now;
  }

  get counts(): SamplingCounts {
    const { size: held, spans: spansHeld } = this.#held;
    return { ...this.#counts, kept: { ...this.#counts.kept }, held, spansHeld };
  }

  onStart(span: Span): void {
    const { parentSpanContext } = span;
    const known = parentSpanContext === undefined ? undefined : this.#traces.get(parentSpanContext);
    this.#traces.set(span.spanContext(), known ?? this.#begin(span));
  }

  onEnd(span: ReadableSpan): void {
    const trace = this.#traces.get(span.spanContext());
    if (trace === undefined) return;
    const isRoot = trace.root === span.spanContext();
    if (isRoot) this.#roots?.onEnd(span);
    if (trace.decision === undefined) this.#consider(trace, span, isRoot);
    else if (trace.decision === 'dropped') this.#reconsider(trace, span);
    else this.#handOn(span, trace.decision, trace);
  }

  /** Exports what is known to be kept. The rest goes on being held, since its root is still running. */
  async forceFlush(): Promise<void> {
    this.#keepWhatIsKnown();
    await this.#next.forceFlush();
  }

  async shutdown(): Promise<void> {
    this.settle();
    await this.#next.shutdown();
  }

  /** Decides on all that is held by what has happened so far, since no more is going to. */
  settle(): void {
    this.#keepWhatIsKnown();
    for (const trace of this.#held) this.#drop(trace, 'dropped');
  }

  #begin(root: Span): LocalTrace {
    this.#counts.started++;
    this.#roots?.onStart();
    const trace = startLocalTrace(root.spanContext(), this.#now());
    const decision = this.#rule.atStart(trace, root);
    if (decision === undefined) {
      this.#held.add(trace);
      this.#makeRoom(trace.startedMillis);
    } else this.#decide(trace, decision);
    return trace;
  }

  #consider(trace: LocalTrace, span: ReadableSpan, isRoot: boolean): void {
    const decision = this.#rule.ofSpan(span) ?? (isRoot ? this.#rule.ofRoot(trace, span) : undefined);
    if (decision !== undefined) {
      this.#decide(trace, decision);
      if (decision !== 'dropped') this.#handOn(span, decision, trace);
    } else if (!this.#held.hold(trace, span)) this.#overflow(trace, span);
    else if (this.#held.isFull) this.#makeRoom(this.#now());
  }

  /** A trace that will be kept anyway need not be held. */
  #overflow(trace: LocalTrace, span: ReadableSpan): void {
    const kept = this.#rule.soFar(trace, this.#now());
    if (kept !== undefined) {
      this.#decide(trace, kept);
      this.#handOn(span, kept, trace);
      return;
    }
    trace.lost++;
    this.#counts.spansLost++;
  }

  /** An error after the decision is worth more than a whole trace or none. */
  #reconsider(trace: LocalTrace, span: ReadableSpan): void {
    const kept = this.#rule.ofSpan(span);
    if (kept === undefined) return;
    trace.decision = { ...kept, isPartial: true };
    this.#counts.partial++;
    this.#handOn(span, trace.decision, trace);
  }

  #keepWhatIsKnown(): void {
    const now = this.#now();
    for (const trace of this.#held) {
      const kept = this.#rule.soFar(trace, now);
      if (kept !== undefined) this.#decide(trace, kept);
    }
  }

  #makeRoom(now: number): void {
    for (let trace = this.#held.overdue(now); trace !== undefined; trace = this.#held.overdue(now)) {
      const kept = this.#rule.soFar(trace, now);
      if (kept === undefined) this.#evict(trace);
      else this.#decide(trace, kept);
    }
  }

  #evict(trace: LocalTrace): void {
    warnOnce(
      'sampling: expected fewer unfinished traces, got more than are held, or older ones; the oldest are let go, but for their errors ' +
        '(docs/sampling.md; counted in otelier.sampling.traces)',
    );
    this.#drop(trace, 'evicted');
  }

  #decide(trace: LocalTrace, decision: Kept | 'dropped'): void {
    if (decision === 'dropped') {
      this.#drop(trace, 'dropped');
      return;
    }
    trace.decision = decision;
    this.#counts.kept[decision.reason]++;
    this.#held.release(trace, (span) => this.#handOn(span, decision, trace));
  }

  #drop(trace: LocalTrace, how: 'dropped' | 'evicted'): void {
    trace.decision = 'dropped';
    this.#counts[how]++;
    this.#held.release(trace, undefined);
  }

  #handOn(span: ReadableSpan, kept: Kept, { lost }: LocalTrace): void {
    this.#next.onEnd(new KeptSpan(span, kept, lost));
  }
}
