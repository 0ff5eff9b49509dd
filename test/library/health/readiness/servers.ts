import net from 'node:net';

/** A TCP server on a free port of the loopback interface, with what clients have sent. */
export interface FakeServer extends AsyncDisposable {
  readonly port: number;
  readonly received: Buffer[];
  readonly connections: () => number;
}

export async function fakeServer(
  onData: (data: Buffer, socket: net.Socket) => void,
  onConnect?: (socket: net.Socket) => void,
): Promise<FakeServer> {
  const received: Buffer[] = [];
  const sockets = new Set<net.Socket>();
  let connections = 0;
  const server = net.createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (data) => {
      received.push(data);
      onData(data, socket);
    });
    onConnect?.(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    received,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
