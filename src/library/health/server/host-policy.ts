import net from 'node:net';

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\]|::1)$/i;

/**
 * Whether a request for this Host may be served: a web page whose name was made to point to this machine (DNS rebinding) sends its own name.
 * Names of the loopback interface always may; IP literals when the server is bound to another interface, since the kubelet sends the pod's.
 */
export function isHostAllowed(host: string | undefined, bound: string, allowedHosts: readonly string[]): boolean {
  if (host === undefined) return false;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  if (LOOPBACK.test(name) || allowedHosts.some((allowed) => allowed.toLowerCase() === name)) return true;
  return !LOOPBACK.test(bound) && net.isIP(name.replace(/^\[|\]$/g, '')) !== 0;
}
