import type { Resource } from '../receiver/telemetry/telemetry-model.ts';
import { formatValue } from './attribute-text.ts';

/** The name of the service; the specification's `unknown_service` without one. */
export function serviceName({ attributes }: Resource): string {
  return formatValue(attributes['service.name']) || 'unknown_service';
}
