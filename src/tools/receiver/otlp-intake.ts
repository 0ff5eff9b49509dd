import type { EventEmitter } from 'node:events';
import { ArrivalWatch } from './arrival-watch.ts';
import type { AnsweredRequest, ReceivedRequest } from './decoding/received-request.ts';
import { LeavingAnswers } from './leaving-answers.ts';
import type { PartialSuccess } from './otlp-response.ts';
import type { TelemetryBatch } from './telemetry/telemetry-batch.ts';
import { TelemetryStore } from './telemetry/telemetry-store.ts';

const MAX_STRAYS = 20;

/** An answer that replaces the receiver's own, to see how a client copes with it. */
export interface InjectedResponse {
  /** HTTP status, or gRPC status code on a gRPC receiver. @default success */
  status?: number;
  /** Response headers; gRPC: trailing metadata of an error. */
  headers?: Readonly<Record<string, string>>;
  /** gRPC: the error's message. @default what the protocol asks for */
  body?: string | Uint8Array;
  partialSuccess?: PartialSuccess;
  /** Milliseconds to wait before answering. */
  delayMs?: number;
  /** Closes the connection instead of answering (after delayMs). */
  destroy?: boolean;
  /** Whether the telemetry counts as received. @default true for a successful answer, false otherwise */
  keep?: boolean;
}

/** Decides about a request that could be decoded; undefined means the normal answer. */
export type Respond = (request: ReceivedRequest & { telemetry: TelemetryBatch }) => InjectedResponse | undefined;

export interface OtlpIntakeOptions {
  /** Where telemetry goes; two receivers may share one. @default a new TelemetryStore */
  store?: TelemetryStore;
  respond?: Respond;
  /** How many requests are remembered. @default 10_000 */
  maxRequests?: number;
}

/** How a transport answers one request. */
export interface AnswerChannel {
  /** Emits `close` once the answer has left or the client is gone. */
  readonly stream: EventEmitter;
  readonly successStatus: number;
  send(answer: InjectedResponse): void;
  /** Ends the connection. */
  cut(): void;
}

/** What both transports do with a request, once its bytes are there. */
export class OtlpIntake {
  readonly store: TelemetryStore;
  readonly requests: AnsweredRequest[] = [];
  readonly watch: ArrivalWatch<TelemetryStore>;
  readonly #strays = new Set<string>();
  readonly #leaving = new LeavingAnswers();
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
   * Answers a request that could be decoded, then stores its telemetry: in this order a test that waits for the
   * telemetry and closes the receiver at once does not cut the answer off.
   */
  accept(request: ReceivedRequest, telemetry: TelemetryBatch, channel: AnswerChannel): void {
    const answer = this.#respond?.({ ...request, telemetry }) ?? {};
    const { destroy = false, status = channel.successStatus } = answer;
    this.#answer(channel, answer);
    this.#remember({ ...request, status: destroy ? 'destroyed' : status });
    const succeeds = !destroy && (status === channel.successStatus || (status >= 200 && status < 300));
    if (answer.keep ?? succeeds) this.store.add(telemetry);
    else this.watch.notify();
  }

  /** Notes a request that had to be refused, after the refusal was written to the stream. */
  refuse(request: ReceivedRequest, status: number, refusal: string, stream: EventEmitter): void {
    this.#leaving.add(stream);
    this.#remember({ ...request, status, refusal });
    this.watch.notify();
  }

  /** Notes a request for a path that is not OTLP's. */
  refuseStray(method: string, path: string): void {
    if (this.#strays.size < MAX_STRAYS) this.#strays.add(`${method} ${path}`);
    this.watch.notify();
  }

  /** Rejects what still waits and lets answers leave that are already being written. */
  async close(): Promise<void> {
    this.#unsubscribe();
    this.watch.close();
    await this.#leaving.drain();
  }

  #answer(channel: AnswerChannel, answer: InjectedResponse): void {
    const act = () => {
      if (answer.destroy) {
        channel.cut();
      } else {
        this.#leaving.add(channel.stream);
        channel.send(answer);
      }
    };
    if (answer.delayMs) {
      const timer = setTimeout(act, answer.delayMs);
      channel.stream.once('close', () => clearTimeout(timer));
    } else {
      act();
    }
  }

  #remember(request: AnsweredRequest): void {
    this.requests.push(request);
    if (this.requests.length > this.#maxRequests) this.requests.shift();
  }

  #summary(): string {
    const { spans, logs, metrics } = this.store;
    const statuses = Map.groupBy(this.requests, ({ signal, status }) => `${signal} answered ${status}`);
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
