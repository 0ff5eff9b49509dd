import type { IncomingMessage } from 'node:http';
import type { Attributes } from '@opentelemetry/api';
import type { Redactor } from '../../../foundation/redaction/redactor.ts';
import type { AttributeSource } from '../../../pipeline/encoding/attribute-source.ts';
import type { ByteWriter } from '../../../pipeline/encoding/byte-writer.ts';
import { ConnectionFacts } from './connection-facts.ts';
import { parseTarget } from './request-target.ts';
import { ServerOutcome } from './server-outcome.ts';

const METHODS: ReadonlySet<string> = new Set([
  'CONNECT',
  'DELETE',
  'GET',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'POST',
  'PUT',
  'QUERY',
  'TRACE',
]);

/** A method of the conventions, or `_OTHER`, so that metrics have a bounded number of series. */
function normalizeMethod(method: string): string {
  if (METHODS.has(method)) return method;
  const upper = method.toUpperCase();
  return METHODS.has(upper) ? upper : '_OTHER';
}

/** The attributes of a server span: https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server */
export class ServerAttributes implements AttributeSource {
  readonly method: string;
  readonly scheme: 'http' | 'https';
  readonly version: string;
  /** Known when the request ends. */
  outcome: ServerOutcome | undefined;
  readonly #originalMethod: string | undefined;
  readonly #path: string;
  readonly #query: string | undefined;
  readonly #connection: ConnectionFacts;

  constructor(request: IncomingMessage) {
    // A request that was made by hand may lack method, target and socket.
    const method = request.method ?? 'GET';
    const { path, query } = parseTarget(request.url ?? '/');
    this.method = normalizeMethod(method);
    this.scheme = (request.socket as { encrypted?: boolean } | null)?.encrypted === true ? 'https' : 'http';
    this.version = request.httpVersion;
    this.#originalMethod = this.method === method ? undefined : method;
    this.#path = path;
    this.#query = query;
    this.#connection = ConnectionFacts.of(request, this.scheme);
  }

  /** The span's name before a framework has matched a route. */
  get spanName(): string {
    return this.method === '_OTHER' ? 'HTTP' : this.method;
  }

  toAttributes(): Attributes {
    const attributes: Attributes = {
      'http.request.method': this.method,
      'url.scheme': this.scheme,
      'network.protocol.version': this.version,
      ...this.#connection.attributes,
      'url.path': this.#path,
    };
    if (this.#query !== undefined) attributes['url.query'] = this.#query;
    if (this.#originalMethod !== undefined) attributes['http.request.method_original'] = this.#originalMethod;
    return this.outcome === undefined ? attributes : Object.assign(attributes, this.outcome.attributes);
  }

  isClean(redactor: Redactor): boolean {
    const isClean = (key: string, value: string | undefined): boolean =>
      value === undefined || redactor.redactAttribute(key, value) === value;
    return (
      this.#connection.isClean(redactor) &&
      isClean('url.path', this.#path) &&
      isClean('url.query', this.#query) &&
      isClean('http.request.method_original', this.#originalMethod) &&
      isClean('http.route', this.outcome?.route)
    );
  }

  write(writer: ByteWriter, tag: number): void {
    (this.outcome ?? new ServerOutcome(this, {})).write(writer, tag);
    this.#connection.write(writer, tag);
    writeText(writer, tag, 'url.path', this.#path);
    if (this.#query !== undefined) writeText(writer, tag, 'url.query', this.#query);
    if (this.#originalMethod !== undefined)
      writeText(writer, tag, 'http.request.method_original', this.#originalMethod);
  }
}

function writeText(writer: ByteWriter, tag: number, key: string, value: string): void {
  const opened = writer.open(tag);
  writer.text(0x0a, key);
  const any = writer.open(0x12);
  writer.text(0x0a, value);
  writer.close(any);
  writer.close(opened);
}
