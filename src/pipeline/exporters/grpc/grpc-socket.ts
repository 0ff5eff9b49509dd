import type { Socket } from 'node:net';
import type { TlsFiles } from '../transport/tls-files.ts';
import { getBuiltinModule } from '../transport/unpatched-builtins.ts';
import type { GrpcAddress } from './grpc-address.ts';

/** TCP's own probes detect an idle connection that is dead. */
const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelay: 30_000, noDelay: true };

/**
 * Begins to connect, or to speak TLS in a tunnel through a proxy.
 * @throws {Error} when key material cannot be used
 */
export function openGrpcSocket(
  { scheme, place }: GrpcAddress,
  { ca, cert, key }: TlsFiles,
  tunnel: Socket | undefined,
): Socket {
  const net = getBuiltinModule('node:net');
  if (scheme === 'http') return tunnel ?? net.connect({ ...KEEP_ALIVE, ...place });
  const tls = getBuiltinModule('node:tls');
  // An IP address is no server name (DEP0123).
  const name = 'host' in place && net.isIP(place.host) === 0 ? { servername: place.host } : {};
  return tls.connect({
    ...KEEP_ALIVE,
    ...place,
    ...name,
    ...(tunnel && { socket: tunnel }),
    ALPNProtocols: ['h2'],
    ...(ca && { ca }),
    ...(cert && key ? { cert, key } : {}),
  });
}
