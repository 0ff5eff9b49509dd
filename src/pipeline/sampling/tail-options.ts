import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { HeldLimits } from './held-traces.ts';

export interface TailOptions extends HeldLimits {
  /** Told of all local roots, whatever becomes of them. */
  readonly roots?: RootObserver;
  /** A clock that never goes back, in ms. */
  readonly now?: () => number;
}

export interface RootObserver {
  onStart(): void;
  onEnd(root: ReadableSpan): void;
}
