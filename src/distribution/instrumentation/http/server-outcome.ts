import type { Attributes } from '@opentelemetry/api';
import type { ByteWriter } from '../../../pipeline/encoding/byte-writer.ts';
import { encodeAttributes } from './connection-facts.ts';

export interface OutcomeFacts {
  readonly status?: number | undefined;
  readonly errorType?: string | undefined;
  readonly route?: string | undefined;
}

interface Request {
  readonly method: string;
  readonly scheme: string;
  readonly version: string;
}

/** What requests of the same method, status and route have in common: their attributes, encoded once, and the dimensions of their metric. */
export class ServerOutcome {
  readonly route: string | undefined;
  /** What a request's end adds to the span. */
  readonly attributes: Attributes;
  /** Of `http.server.request.duration`. */
  readonly dimensions: Attributes;
  readonly #request: Attributes;
  #bytes: Uint8Array | undefined;

  constructor({ method, scheme, version }: Request, { status, errorType, route }: OutcomeFacts) {
    this.route = route;
    this.#request = { 'http.request.method': method, 'url.scheme': scheme };
    if (version) this.#request['network.protocol.version'] = version;
    this.attributes = {};
    if (status !== undefined) this.attributes['http.response.status_code'] = status;
    if (route !== undefined) this.attributes['http.route'] = route;
    if (errorType !== undefined) this.attributes['error.type'] = errorType;
    this.dimensions = { ...this.#request, ...this.attributes };
  }

  write(writer: ByteWriter, tag: number): void {
    this.#bytes ??= encodeAttributes(this.dimensions, tag);
    writer.raw(this.#bytes);
  }
}

/** Bounded: what is beyond is made anew for each request. */
const MAX_OUTCOMES = 2_000;

/** Finds the outcome of a request without making objects. */
export class ServerOutcomes {
  readonly #byKey = new Map<string, Map<number, ServerOutcome>>();
  #size = 0;

  find(request: Request, facts: OutcomeFacts): ServerOutcome {
    const { status = 0, errorType, route } = facts;
    const isUsual = request.version === '1.1' && (errorType === undefined || errorType === String(status));
    if (!isUsual) return new ServerOutcome(request, facts);
    const key = route === undefined ? request.method : `${request.method} ${route}`;
    const code = request.scheme === 'https' ? -status : status;
    const found = this.#byKey.get(key)?.get(code);
    if (found !== undefined) return found;
    const made = new ServerOutcome(request, facts);
    if (this.#size < MAX_OUTCOMES) {
      this.#size++;
      const byCode = this.#byKey.get(key) ?? new Map<number, ServerOutcome>();
      this.#byKey.set(key, byCode.set(code, made));
    }
    return made;
  }
}
