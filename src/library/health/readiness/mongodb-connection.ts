import type { DatabaseConnection } from './database-connection.ts';
import { KeptSocket } from './kept-socket.ts';
import { readBytes } from './socket.ts';

const OP_MSG = 2013;
/** `{ ping: 1, $db: 'admin' }` in BSON. */
const PING = bson([
  ['ping', 1],
  ['$db', 'admin'],
]);

/**
 * Sends the command `ping`, which needs no authentication, so wrong credentials go unnoticed; the official driver is not used since its
 * sockets would keep the process alive. https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/
 */
export class MongodbConnection implements DatabaseConnection {
  readonly #kept: KeptSocket;
  #requestId = 0;

  constructor(url: URL) {
    const isTls = ['tls', 'ssl'].some((name) => url.searchParams.get(name) === 'true');
    this.#kept = new KeptSocket({ host: url.hostname, port: Number(url.port || 27_017), isTls });
  }

  async check(signal: AbortSignal): Promise<string> {
    const socket = await this.#kept.open(signal);
    const responding = readBytes(socket, (bytes) => bytes.length >= 4 && bytes.length >= bytes.readInt32LE(0));
    socket.write(this.#request());
    const response = await responding;
    if (response.readInt32LE(12) !== OP_MSG || !isOk(response))
      throw new Error('expected the response of a MongoDB server to ping');
    return 'responds to ping (credentials are not checked)';
  }

  close(): void {
    this.#kept.close();
  }

  #request(): Buffer {
    const header = Buffer.alloc(21);
    header.writeInt32LE(header.length + PING.length, 0);
    header.writeInt32LE(++this.#requestId, 4);
    header.writeInt32LE(OP_MSG, 12);
    return Buffer.concat([header, PING]);
  }
}

/** Whether the document has `ok: 1`, as a double. */
function isOk(response: Buffer): boolean {
  const at = response.indexOf(Buffer.from('\x01ok\0', 'latin1'));
  return at !== -1 && response.length >= at + 12 && response.readDoubleLE(at + 4) === 1;
}

function bson(fields: readonly (readonly [string, number | string])[]): Buffer {
  const elements = fields.map(([name, value]) => {
    const key = Buffer.from(`${name}\0`);
    if (typeof value === 'number') return Buffer.concat([Buffer.from([0x10]), key, int32(value)]);
    const text = Buffer.from(`${value}\0`);
    return Buffer.concat([Buffer.from([0x02]), key, int32(text.length), text]);
  });
  const body = Buffer.concat([...elements, Buffer.from([0])]);
  return Buffer.concat([int32(body.length + 4), body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}
