import type { Delivery } from '../environment/delivery.ts';

/** The services whose SDK started, by the line that each prints at level info, sorted. */
export function startedServices({ result }: Delivery): readonly string[] {
  const lines = result.stderr.matchAll(/^otelier \[info\] otelier \S+: service "([^"]+)"/gm);
  return [...lines].map(([, service = '']) => service).sort();
}
