import { createRequire } from 'node:module';
import type { DatabaseConnection } from './database-connection.ts';
import { loadDriver } from './driver.ts';
import { openSocket, readBytes } from './socket.ts';

const load = createRequire(import.meta.url);

/** The parts of `pg` that are used. */
interface PgClient {
  connect(): Promise<unknown>;
  query(sql: string): Promise<unknown>;
  end(): Promise<unknown>;
  on(event: 'error' | 'end', listener: () => void): unknown;
  unref?(): void;
}
interface Pg {
  readonly Client: new (options: { connectionString: string; keepAlive: boolean }) => PgClient;
}

/** Version 3.0 of the protocol. https://www.postgresql.org/docs/current/protocol-message-formats.html */
const PROTOCOL_VERSION = 0x0003_0000;

/** Runs `SELECT 1` through the application's own `pg`; without it, begins the protocol's start-up and reads the first response. */
export class PostgresqlConnection implements DatabaseConnection {
  readonly #url: URL;
  #client: PgClient | undefined;

  constructor(url: URL) {
    this.#url = url;
  }

  async check(signal: AbortSignal): Promise<string> {
    const pg = loadDriver<Pg>(() => load('pg') as Pg);
    if (pg === undefined) return this.#handshake(signal);
    this.#client ??= await this.#connect(pg);
    await this.#client.query('SELECT 1');
    return 'responds to SELECT 1';
  }

  close(): void {
    const client = this.#client;
    this.#client = undefined;
    client?.end().catch(() => undefined);
  }

  async #connect({ Client }: Pg): Promise<PgClient> {
    const client = new Client({ connectionString: this.#url.href, keepAlive: true });
    const forget = (): void => {
      if (this.#client === client) this.#client = undefined;
    };
    client.on('error', forget);
    client.on('end', forget);
    await client.connect();
    client.unref?.();
    return client;
  }

  async #handshake(signal: AbortSignal): Promise<string> {
    const { hostname, port, username, pathname } = this.#url;
    const socket = await openSocket({ host: hostname, port: Number(port || 5432) }, signal);
    try {
      const user = decodeURIComponent(username) || 'postgres';
      const parameters = Buffer.from(['user', user, 'database', pathname.slice(1) || user, '', ''].join('\0'));
      const header = Buffer.alloc(8);
      header.writeInt32BE(header.length + parameters.length, 0);
      header.writeInt32BE(PROTOCOL_VERSION, 4);
      const responding = readBytes(socket, (bytes) => bytes.length >= 5 && bytes.length > bytes.readInt32BE(1));
      socket.write(Buffer.concat([header, parameters]));
      return describeResponse(await responding);
    } finally {
      socket.destroy();
    }
  }
}

/** `R`: the server asks for credentials. `E`: it refuses, with a code and a text in fields that begin with a letter. */
function describeResponse(response: Buffer): string {
  const type = String.fromCharCode(response[0] ?? 0);
  if (type === 'R') return 'a PostgreSQL server responds (pg is not installed: credentials are not checked)';
  if (type !== 'E') throw new Error('expected the response of a PostgreSQL server');
  const fields = response.subarray(5).toString('utf8').split('\0');
  const field = (letter: string): string => fields.find((text) => text.startsWith(letter))?.slice(1) ?? '';
  throw new Error(`${field('C')}: ${field('M')}`);
}
