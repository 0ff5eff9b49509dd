import type { Socket } from 'node:net';
import type { GrpcAddress } from './grpc-address.ts';
import type { TlsFiles } from './tls-files.ts';
import { getBuiltinModule } from './unpatched-builtins.ts';

/** Of TCP's own probes, which tell of an idle connection that is dead. */
const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelay: 30_000, noDelay: true };

/**
 * Begins to connect.
 * @throws {Error} when key material cannot be used
 */
export function openGrpcSocket({ scheme, place }: GrpcAddress, { ca, cert, key }: TlsFiles): Socket {
  const net = getBuiltinModule('node:net');
  if (scheme === 'http') return net.connect({ ...KEEP_ALIVE, ...place });
  const tls = getBuiltinModule('node:tls');
  // An IP address is no server name (DEP0123).
  const name = 'host' in place && net.isIP(place.host) === 0 ? { servername: place.host } : {};
  return tls.connect({
    ...KEEP_ALIVE,
    ...place,
    ...name,
    ALPNProtocols: ['h2'],
    ...(ca && { ca }),
    ...(cert && key ? { cert, key } : {}),
  });
}
