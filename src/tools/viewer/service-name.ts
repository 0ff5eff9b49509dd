import type { Resource } from '../receiver/telemetry/telemetry-model.ts';
import { formatValue } from './attribute-text.ts';

/** The service that sent this, as the specification names one without a name. */
export function serviceName({ attributes }: Resource): string {
  return formatValue(attributes['service.name']) || 'unknown_service';
}
