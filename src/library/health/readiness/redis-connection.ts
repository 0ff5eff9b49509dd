import type net from 'node:net';
import type { DatabaseConnection } from './database-connection.ts';
import { KeptSocket } from './kept-socket.ts';
import { readBytes } from './socket.ts';

/** Sends AUTH once and PING with each check. https://redis.io/docs/latest/develop/reference/protocol-spec/ */
export class RedisConnection implements DatabaseConnection {
  readonly #kept: KeptSocket;

  constructor(url: URL) {
    const address = { host: url.hostname, port: Number(url.port || 6379), isTls: url.protocol === 'rediss:' };
    this.#kept = new KeptSocket(address, async (socket) => {
      const credentials = [url.username, url.password].filter((text) => text !== '').map(decodeURIComponent);
      if (url.password !== '') await command(socket, ['AUTH', ...credentials]);
    });
  }

  async check(signal: AbortSignal): Promise<string> {
    await command(await this.#kept.open(signal), ['PING']);
    return 'responds to PING';
  }

  close(): void {
    this.#kept.close();
  }
}

async function command(socket: net.Socket, words: readonly string[]): Promise<void> {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  const responding = readBytes(socket, (bytes) => bytes.includes('\r\n'));
  socket.write(`*${words.length}\r\n${parts.join('')}`);
  const response = (await responding).toString('utf8').trimEnd();
  // `+PONG`, or `-ERR …`, `-NOAUTH …`, `-LOADING …`
  if (!response.startsWith('+')) throw new Error(response.replace(/^-/, ''));
}
