import { createRequire } from 'node:module';
import type { DatabaseConnection } from './database-connection.ts';
import { loadDriver } from './driver.ts';
import { openSocket, readBytes } from './socket.ts';

const load = createRequire(import.meta.url);

/** The parts of `mysql2/promise` that are used. */
interface MysqlClient {
  query(sql: string): Promise<unknown>;
  destroy(): void;
  readonly connection?: {
    readonly stream?: { unref?(): void };
    on?(event: 'error' | 'end', listener: () => void): void;
  };
}
interface Mysql {
  createConnection(uri: string): Promise<MysqlClient>;
}

const ERROR_PACKET = 0xff;
const PROTOCOL_VERSION = 10;

/** Runs `SELECT 1` through the application's own `mysql2`; without it, reads the greeting with which a server begins. */
export class MysqlConnection implements DatabaseConnection {
  readonly #url: URL;
  #client: MysqlClient | undefined;

  constructor(url: URL) {
    this.#url = url;
  }

  async check(signal: AbortSignal): Promise<string> {
    const mysql = loadDriver<Mysql>(() => load('mysql2/promise') as Mysql);
    if (mysql === undefined) return this.#handshake(signal);
    this.#client ??= await this.#connect(mysql);
    await this.#client.query('SELECT 1');
    return 'responds to SELECT 1';
  }

  close(): void {
    this.#client?.destroy();
    this.#client = undefined;
  }

  async #connect(mysql: Mysql): Promise<MysqlClient> {
    const client = await mysql.createConnection(this.#url.href);
    const forget = (): void => {
      if (this.#client === client) this.#client = undefined;
    };
    client.connection?.on?.('error', forget);
    client.connection?.on?.('end', forget);
    client.connection?.stream?.unref?.();
    return client;
  }

  /** https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_handshake.html */
  async #handshake(signal: AbortSignal): Promise<string> {
    const { hostname, port } = this.#url;
    const socket = await openSocket({ host: hostname, port: Number(port || 3306) }, signal);
    try {
      const greeting = await readBytes(
        socket,
        (bytes) => bytes.length >= 5 && bytes.length >= 4 + bytes.readUIntLE(0, 3),
      );
      if (greeting[4] === ERROR_PACKET) throw new Error(greeting.subarray(7).toString('utf8'));
      if (greeting[4] !== PROTOCOL_VERSION) throw new Error('expected the greeting of a MySQL server');
      return 'a MySQL server responds (mysql2 is not installed: credentials are not checked)';
    } finally {
      socket.destroy();
    }
  }
}
