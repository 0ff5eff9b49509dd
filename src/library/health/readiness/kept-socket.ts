import type net from 'node:net';
import { openSocket, type SocketAddress } from './socket.ts';

/** A connection that is opened once, prepared, and used again until it closes. */
export class KeptSocket {
  readonly #address: SocketAddress;
  readonly #prepare: (socket: net.Socket) => Promise<void>;
  #socket: net.Socket | undefined;

  constructor(address: SocketAddress, prepare: (socket: net.Socket) => Promise<void> = async () => undefined) {
    this.#address = address;
    this.#prepare = prepare;
  }

  async open(signal: AbortSignal): Promise<net.Socket> {
    if (this.#socket !== undefined && !this.#socket.destroyed) return this.#socket;
    const socket = await openSocket(this.#address, signal);
    this.#socket = socket;
    await this.#prepare(socket);
    return socket;
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }
}
