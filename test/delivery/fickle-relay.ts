import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * What happens to connections: they are passed on; they get the beginning of an answer and a reset; nothing ever comes back; they are passed on and
 * closed as soon as an answer has come, without a word. 'reset first': the next connection is reset at its first bytes, and those after it pass.
 */
export type Mood = 'pass' | 'reset in the middle' | 'reset first' | 'hang' | 'close after each';

export interface FickleRelay extends AsyncDisposable {
  readonly url: string;
  /** For connections from now on, and what comes on those that hang. */
  mood: Mood;
}

const HALF_AN_ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\nContent-Type: application/x-protobuf\r\n\r\nhalf';

/** A server in front of the port that is in a mood. */
export async function startFickleRelay(port: number, mood: Mood): Promise<FickleRelay> {
  const sockets = new Set<Socket>();
  const relay = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    if (state.mood === 'hang') socket.resume();
    else if (state.mood === 'reset first') {
      state.mood = 'pass';
      socket.once('data', () => socket.resetAndDestroy());
    } else if (state.mood === 'reset in the middle')
      socket.once('data', () => socket.write(HALF_AN_ANSWER, () => setTimeout(() => socket.resetAndDestroy(), 20)));
    else passOn(socket, port, state.mood === 'close after each');
  });
  await once(relay.listen(0, '127.0.0.1'), 'listening');
  const state: FickleRelay = {
    url: `http://127.0.0.1:${(relay.address() as AddressInfo).port}`,
    mood,
    [Symbol.asyncDispose]: async () => {
      const closed = once(relay.close(), 'close');
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return state;
}

function passOn(socket: Socket, port: number, closesAfterEach: boolean): void {
  const onwards = connect(port, '127.0.0.1');
  socket.on('close', () => onwards.destroy());
  onwards.on('error', () => {}).on('close', () => socket.destroy());
  socket.pipe(onwards).pipe(socket);
  if (closesAfterEach) onwards.on('data', () => setTimeout(() => socket.destroy(), 20));
}
