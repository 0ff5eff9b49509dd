import net from 'node:net';
import tls from 'node:tls';

export interface SocketAddress {
  readonly host: string;
  readonly port: number;
  readonly isTls?: boolean;
}

/** Opens a connection that does not keep the process alive. Rejects with the socket's error, or when the signal aborts. */
export function openSocket({ host, port, isTls = false }: SocketAddress, signal: AbortSignal): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = isTls ? tls.connect({ host, port, servername: host }) : net.connect({ host, port });
    socket.unref();
    const abort = (): void => void socket.destroy(new Error('aborted'));
    signal.addEventListener('abort', abort, { once: true });
    const end = (settle: () => void): void => {
      signal.removeEventListener('abort', abort);
      settle();
    };
    socket.once(isTls ? 'secureConnect' : 'connect', () => end(() => resolve(socket)));
    socket.on('error', (error) => end(() => reject(error)));
  });
}

/** Resolves to the first bytes for which `isComplete` holds. Rejects when the connection ends before, or sends more than a handshake has. */
export function readBytes(
  socket: net.Socket,
  isComplete: (bytes: Buffer) => boolean,
  maxBytes = 65_536,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let bytes: Buffer = Buffer.alloc(0);
    const end = (settle: () => void): void => {
      socket.off('data', onData).off('error', onError).off('close', onClose);
      settle();
    };
    const onError = (error: Error): void => end(() => reject(error));
    const onClose = (): void => end(() => reject(new Error('the connection was closed before the response')));
    const onData = (chunk: Buffer): void => {
      bytes = Buffer.concat([bytes, chunk]);
      if (isComplete(bytes)) end(() => resolve(bytes));
      else if (bytes.length > maxBytes) end(() => reject(new Error(`expected at most ${maxBytes} bytes, got more`)));
    };
    socket.on('data', onData).on('error', onError).on('close', onClose);
  });
}
