import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { HeldLimits } from './held-traces.ts';

export interface TailOptions extends HeldLimits {
  /** Observes all local roots, kept or not. */
  readonly roots?: RootObserver;
  /** A clock that never goes back, in ms. */
  readonly now?: () => number;
}

export interface RootObserver {
  onStart(): void;
  onEnd(root: ReadableSpan): void;
}
