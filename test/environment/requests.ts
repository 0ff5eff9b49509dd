import type { Delivery } from './delivery.ts';

/** Of each signal's requests, which values a property has. */
export function bySignal<T>(
  { requests }: Delivery,
  read: (request: Delivery['requests'][number]) => T,
): Record<string, T[]> {
  const groups = Object.groupBy(requests, ({ signal }) => signal);
  return Object.fromEntries(
    Object.entries(groups).map(([signal, group]) => [signal, [...new Set(group.map((request) => read(request)))]]),
  );
}
