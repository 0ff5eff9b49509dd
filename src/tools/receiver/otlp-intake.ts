import type { EventEmitter } from 'node:events';
import { ArrivalWatch } from './arrival-watch.ts';
import type { CompletedRequest, ReceivedRequest } from './decoding/received-request.ts';
import type { PartialSuccess } from './otlp-response.ts';
import { PendingResponses } from './pending-responses.ts';
import type { TelemetryBatch } from './telemetry/telemetry-batch.ts';
import { TelemetryStore } from './telemetry/telemetry-store.ts';

const MAX_STRAYS = 20;

/** A response that replaces the receiver's own, so that a test sees how a client handles it. */
export interface InjectedResponse {
  /** HTTP status, or gRPC status code on a gRPC receiver. @default success */
  status?: number;
  /** Response headers; gRPC: trailing metadata of an error. */
  headers?: Readonly<Record<string, string>>;
  /** gRPC: the error's message. @default the body that the protocol requires */
  body?: string | Uint8Array;
  partialSuccess?: PartialSuccess;
  /** Milliseconds to wait before the response. */
  delayMs?: number;
  /** Closes the connection instead of responding (after delayMs). */
  destroy?: boolean;
  /** Whether the telemetry counts as received. @default true for a successful response, false otherwise */
  keep?: boolean;
}

/** Chooses the response to a decoded request; undefined means the normal response. */
export type Respond = (request: ReceivedRequest & { telemetry: TelemetryBatch }) => InjectedResponse | undefined;

export interface OtlpIntakeOptions {
  /** Store of the received telemetry; two receivers may share one. @default a new TelemetryStore */
  store?: TelemetryStore;
  respond?: Respond;
  /** Number of requests that are kept. @default 10_000 */
  maxRequests?: number;
}

/** Sends the response to one request; each transport has its own. */
export interface ResponseChannel {
  /** Emits `close` once the response was sent or the client disconnected. */
  readonly stream: EventEmitter;
  readonly successStatus: number;
  send(response: InjectedResponse): void;
  /** Ends the connection. */
  cut(): void;
}

/** Handles a request whose bytes have arrived, the same way for both transports. */
export class OtlpIntake {
  readonly store: TelemetryStore;
  readonly requests: CompletedRequest[] = [];
  readonly watch: ArrivalWatch<TelemetryStore>;
  readonly #strays = new Set<string>();
  readonly #pending = new PendingResponses();
  readonly #respond: Respond | undefined;
  readonly #maxRequests: number;
  readonly #unsubscribe: () => void;

  constructor({ store = new TelemetryStore(), respond, maxRequests = 10_000 }: OtlpIntakeOptions) {
    this.store = store;
    this.#respond = respond;
    this.#maxRequests = maxRequests;
    this.watch = new ArrivalWatch(store, () => this.#summary());
    this.#unsubscribe = store.subscribe(() => this.watch.notify());
  }

  /**
   * Responds to a decoded request, then stores its telemetry. The order matters: a test that waits for the telemetry and
   * closes the receiver at once must not cut the response off.
   */
  accept(request: ReceivedRequest, telemetry: TelemetryBatch, channel: ResponseChannel): void {
    const response = this.#respond?.({ ...request, telemetry }) ?? {};
    const { destroy = false, status = channel.successStatus } = response;
    this.#send(channel, response);
    this.#remember({ ...request, status: destroy ? 'destroyed' : status });
    const succeeds = !destroy && (status === channel.successStatus || (status >= 200 && status < 300));
    if (response.keep ?? succeeds) this.store.add(telemetry);
    else this.watch.notify();
  }

  /** Records a refused request, after the refusal was written to the stream. */
  refuse(request: ReceivedRequest, status: number, refusal: string, stream: EventEmitter): void {
    this.#pending.add(stream);
    this.#remember({ ...request, status, refusal });
    this.watch.notify();
  }

  /** Records a request for a path that OTLP does not define. */
  refuseStray(method: string, path: string): void {
    if (this.#strays.size < MAX_STRAYS) this.#strays.add(`${method} ${path}`);
    this.watch.notify();
  }

  /** Rejects pending `waitFor` calls and waits for responses that are being written. */
  async close(): Promise<void> {
    this.#unsubscribe();
    this.watch.close();
    await this.#pending.drain();
  }

  #send(channel: ResponseChannel, response: InjectedResponse): void {
    const act = () => {
      if (response.destroy) {
        channel.cut();
      } else {
        this.#pending.add(channel.stream);
        channel.send(response);
      }
    };
    if (response.delayMs) {
      const timer = setTimeout(act, response.delayMs);
      channel.stream.once('close', () => clearTimeout(timer));
    } else {
      act();
    }
  }

  #remember(request: CompletedRequest): void {
    this.requests.push(request);
    if (this.requests.length > this.#maxRequests) this.requests.shift();
  }

  #summary(): string {
    const { spans, logs, metrics } = this.store;
    const statuses = Map.groupBy(this.requests, ({ signal, status }) => `${signal} -> ${status}`);
    const requests = [...statuses].map(([key, { length }]) => `${length} ${key}`).join(', ') || 'none';
    const refusal = this.requests.findLast((request) => request.refusal)?.refusal;
    const names = [...new Set(spans.slice(-20).map(({ name }) => name))].join(', ');
    return [
      `received ${spans.length} spans${names && ` (latest: ${names})`}, ${logs.length} log records, ` +
        `${metrics.length} metrics`,
      `requests: ${requests}`,
      ...(refusal ? [`last refusal: ${refusal}`] : []),
      ...(this.#strays.size > 0 ? [`other paths: ${[...this.#strays].join(', ')}`] : []),
    ].join('; ');
  }
}
