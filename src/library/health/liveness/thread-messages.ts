import type { HealthRequest, HealthResponse } from '../server/health-exchange.ts';

/** Data that the liveness thread is created with. */
export interface LivenessThreadData {
  readonly host: string;
  readonly port: number;
  readonly allowedHosts: readonly string[];
  readonly origins: readonly string[];
  readonly blockLimitMillis: number;
  /** One 64-bit integer: `process.hrtime.bigint()` at the main thread's latest beat. */
  readonly beat: SharedArrayBuffer;
}

/** A time in which the event loop of the main thread did not run. */
export interface Block {
  readonly seconds: number;
  /** The innermost frames of JavaScript, innermost first: `function (file:line)`. Empty where there is nothing to see. */
  readonly frames: readonly string[];
}

export type MessageFromThread =
  | { readonly type: 'listening'; readonly port: number }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'request'; readonly id: number; readonly request: HealthRequest }
  | { readonly type: 'unblocked'; readonly block: Block };

export type MessageToThread =
  | { readonly type: 'response'; readonly id: number; readonly response: HealthResponse | undefined }
  | { readonly type: 'close' };
