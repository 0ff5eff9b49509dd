import type { Attributes } from '@opentelemetry/api';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { isPromise } from './detection-timeout.ts';

/**
 * A resource whose attributes can be read at any time: those that have not settled, or turned out not to be there (a machine without an
 * id), are absent, and `change` has been applied to the others. The official one logs an error or a warning for each.
 */
export function quietResource(
  resource: Resource,
  change: (attributes: Attributes) => Attributes = (same) => same,
): Resource {
  let settled: Attributes | undefined;
  const attributes = {
    get(this: Resource): Attributes {
      if (settled !== undefined) return settled;
      // Of two values for a key the first one counts.
      const known = this.getRawAttributes().filter(([, value]) => value !== undefined && !isPromise(value));
      const read = change(resourceFromAttributes(Object.fromEntries(known.toReversed()) as Attributes).attributes);
      if (this.asyncAttributesPending !== true) settled = read;
      return read;
    },
  };
  return Object.create(resource, { attributes }) as Resource;
}
