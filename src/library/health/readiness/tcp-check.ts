import type { Check } from '../checks/check-result.ts';
import { openSocket } from './socket.ts';

/** Healthy when the port accepts a connection, which says nothing about what listens there. */
export function createTcpCheck(host: string, port: number): Check {
  return async (signal) => {
    const socket = await openSocket({ host, port }, signal);
    socket.destroy();
    return { status: 'healthy', message: 'accepts connections' };
  };
}
