import type { MessagePort } from 'node:worker_threads';
import type { DeliveryResult } from '../../../foundation/diagnostics/delivery-result.ts';
import type { Destination } from '../destination/destination.ts';
import type { GrpcTransportOptions } from '../grpc/grpc-transport.ts';
import type { HttpTransportOptions } from '../transport/http-transport.ts';

/** The options of a transport. They can be cloned, so that another thread can create the transport. */
export type TransportPlan =
  | { readonly protocol: 'http'; readonly options: HttpTransportOptions }
  | { readonly protocol: 'grpc'; readonly options: GrpcTransportOptions };

/** One OTLP request, ready to be sent. */
export interface OtlpRequest {
  /** The requests of one exporter share it. */
  readonly plan: TransportPlan;
  readonly body: Uint8Array;
  /** For all attempts together. */
  readonly timeoutMillis: number;
  /** The number of items that are not in the body since they cannot be serialized. @default 0 */
  readonly unserialisable?: number;
}

/** How the items of an exporter are sent when no event loop runs any more. */
export interface DeliveryRoute<Items> {
  readonly destination: Destination;
  /**
   * Undefined when only the exporter itself can send, which needs the event loop.
   * @throws {SerializationError} when no item can be serialized
   */
  readonly toRequest: ((items: Items) => OtlpRequest) | undefined;
  /** Sends the bodies of such requests. Absent when they are never stored. */
  readonly resender?: { export(body: Uint8Array, done: (result: DeliveryResult) => void): void };
}

/** The result of one request: without an error it was delivered. */
export interface DeliveryOutcome {
  readonly index: number;
  readonly error?: { readonly message: string; readonly code?: string; readonly status?: number };
}

/** The data of the exit worker. */
export interface ExitWorkerData {
  readonly requests: readonly OtlpRequest[];
  /** For all requests together. */
  readonly timeoutMillis: number;
  /** Receives a `DeliveryOutcome` for each request that ended. */
  readonly port: MessagePort;
  /** Set to 1 and notified when all requests ended. */
  readonly done: Int32Array<SharedArrayBuffer>;
}

/** Nothing of an export can be serialized. The destination is not at fault. */
export class SerializationError extends Error {}
