import { freeTcpPorts } from './free-ports.ts';
import {
  createServerFolder,
  requireServer,
  type ServerProcess,
  startOnFreePorts,
  startServerProcess,
} from './server-process.ts';

export interface Redis extends ServerProcess {
  readonly port: number;
}

/** Starts Redis, which keeps nothing on the disk. */
export function startRedis(): Promise<Redis> {
  return startOnFreePorts(async () => {
    const command = requireServer('redis');
    const { port } = await freeTcpPorts('port');
    const folder = await createServerFolder('redis');
    const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    return { ...(await startServerProcess({ name: 'Redis', command, args, readyUrl: { port }, folder })), port };
  });
}
