import type { MessagePort } from 'node:worker_threads';
import type { DeliveryResult } from '../../../foundation/diagnostics/delivery-result.ts';
import type { Destination } from '../destination/destination.ts';
import type { GrpcTransportOptions } from '../grpc/grpc-transport.ts';
import type { HttpTransportOptions } from '../transport/http-transport.ts';

/** A transport that another thread can make for itself. All of it can be cloned. */
export type TransportPlan =
  | { readonly protocol: 'http'; readonly options: HttpTransportOptions }
  | { readonly protocol: 'grpc'; readonly options: GrpcTransportOptions };

/** One OTLP request, ready to be sent. */
export interface OtlpRequest {
  /** Requests of one exporter share theirs. */
  readonly plan: TransportPlan;
  readonly body: Uint8Array;
  /** For all tries together. */
  readonly timeoutMillis: number;
  /** How many items are not in it, since they cannot be serialised. @default 0 */
  readonly unserialisable?: number;
}

/** How an exporter's items leave when there is no event loop any more to export them. */
export interface DeliveryRoute<Items> {
  readonly destination: Destination;
  /** Throws whatever serialisation does. `undefined` when only the exporter itself can send, and needs the event loop for that. */
  readonly toRequest: ((items: Items) => OtlpRequest) | undefined;
  /** Sends bodies of such requests. Absent for what is never stored. */
  readonly resender?: { export(body: Uint8Array, done: (result: DeliveryResult) => void): void };
}

/** What became of a request: delivered, or why not. */
export interface DeliveryOutcome {
  readonly index: number;
  readonly error?: { readonly message: string; readonly code?: string; readonly status?: number };
}

/** What the sending thread is given. */
export interface ExitWorkerData {
  readonly requests: readonly OtlpRequest[];
  /** For all requests together. */
  readonly timeoutMillis: number;
  /** Takes a `DeliveryOutcome` for each request that ended. */
  readonly port: MessagePort;
  /** Set to 1, and notified, when all ended. */
  readonly done: Int32Array<SharedArrayBuffer>;
}
