import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Above the ports that collector-config.yaml and its neighbours are known by, and below those that systems hand out for port 0 and
 * for outgoing connections (Linux from 32768, others from 49152): nothing takes a port between its choice and its use, and a server
 * can come back on the port it had.
 */
const RANGE = [15_000, 32_000] as const;
const ATTEMPTS = 50;

interface Holder {
  readonly port: number;
  release(): Promise<unknown>;
}

/** Distinct free TCP ports on 127.0.0.1. */
export function freeTcpPorts<Name extends string>(...names: readonly Name[]): Promise<Record<Name, number>> {
  return freePorts(names, async (port) => {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    return { port, release: () => once(server.close(), 'close') };
  });
}

/** Distinct free UDP ports on 127.0.0.1. */
export function freeUdpPorts<Name extends string>(...names: readonly Name[]): Promise<Record<Name, number>> {
  return freePorts(names, async (port) => {
    const socket = createSocket('udp4').bind(port, '127.0.0.1');
    await once(socket, 'listening');
    return { port, release: () => once(socket.close(), 'close') };
  });
}

/** All are held until the last is found, so that none comes twice. */
async function freePorts<Name extends string>(
  names: readonly Name[],
  hold: (port: number) => Promise<Holder>,
): Promise<Record<Name, number>> {
  const holders: Holder[] = [];
  for (const _ of names) holders.push(await holdAny(hold));
  await Promise.all(holders.map((holder) => holder.release()));
  return Object.fromEntries(names.map((name, index) => [name, holders[index]?.port])) as Record<Name, number>;
}

async function holdAny(hold: (port: number) => Promise<Holder>): Promise<Holder> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await hold(randomInt(...RANGE));
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}
