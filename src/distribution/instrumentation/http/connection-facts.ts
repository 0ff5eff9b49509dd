import type { IncomingMessage } from 'node:http';
import type { Attributes } from '@opentelemetry/api';
import type { Redactor } from '../../../foundation/redaction/redactor.ts';
import { writeAttributes } from '../../../pipeline/encoding/any-value.ts';
import { ByteWriter } from '../../../pipeline/encoding/byte-writer.ts';
import { forwardedClientAddress, serverAddress } from './server-address.ts';

const FACTS = Symbol('otelier facts of the connection');
type Connection = IncomingMessage['socket'] & { [FACTS]?: ConnectionFacts };

/** Attributes that the requests of one connection share as long as they have the same headers: parsed, checked for secrets and encoded once. */
export class ConnectionFacts {
  readonly attributes: Attributes;
  readonly #host: string | undefined;
  readonly #userAgent: string | undefined;
  #bytes: Uint8Array | undefined;
  #checkedBy: Redactor | undefined;
  #isClean = false;

  private constructor(request: IncomingMessage, scheme: string) {
    const { headers, socket } = request;
    const { remoteAddress, remotePort } = socket ?? {};
    const server = serverAddress(headers, scheme);
    this.#host = headers.host;
    this.#userAgent = headers['user-agent'];
    const attributes: Attributes = {
      'server.address': server?.host,
      'network.peer.address': remoteAddress,
      'network.peer.port': remotePort,
      'user_agent.original': headers['user-agent'],
      'client.address': forwardedClientAddress(headers) ?? remoteAddress,
      'server.port': server?.port,
    };
    for (const key in attributes) if (attributes[key] === undefined) delete attributes[key];
    this.attributes = attributes;
  }

  static of(request: IncomingMessage, scheme: string): ConnectionFacts {
    const { headers } = request;
    const socket = request.socket as Connection | undefined;
    // Proxies send the requests of many clients over one connection.
    if (headers.forwarded || headers['x-forwarded-for'] || headers['x-forwarded-host'] || socket == null)
      return new ConnectionFacts(request, scheme);
    const known = socket[FACTS];
    if (known !== undefined && known.#host === headers.host && known.#userAgent === headers['user-agent']) return known;
    const facts = new ConnectionFacts(request, scheme);
    // A socket that was made by hand gets an address when it connects.
    if (socket.remoteAddress !== undefined) socket[FACTS] = facts;
    return facts;
  }

  isClean(redactor: Redactor): boolean {
    if (this.#checkedBy !== redactor) {
      this.#checkedBy = redactor;
      this.#isClean = redactor.redactAttributes(this.attributes) === this.attributes;
    }
    return this.#isClean;
  }

  write(writer: ByteWriter, tag: number): void {
    this.#bytes ??= encodeAttributes(this.attributes, tag);
    writer.raw(this.#bytes);
  }
}

/** Bytes of attributes that many spans have. */
export function encodeAttributes(attributes: Attributes, tag: number): Uint8Array {
  const writer = new ByteWriter();
  writer.begin();
  writeAttributes(writer, tag, attributes);
  const { buffer, start, end } = writer.end();
  return Uint8Array.prototype.slice.call(buffer, start, end);
}
