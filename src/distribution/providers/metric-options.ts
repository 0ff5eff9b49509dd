import { type MetricOptions, ValueType } from '@opentelemetry/api';
import { attempt } from '../../foundation/diagnostics/attempt.ts';
import { warnOnce } from '../../foundation/diagnostics/once.ts';

const KINDS: Readonly<Record<keyof MetricOptions, (value: unknown) => boolean>> = {
  description: (value) => typeof value === 'string',
  unit: (value) => typeof value === 'string',
  valueType: (value) => value === ValueType.INT || value === ValueType.DOUBLE,
  advice: isAdvice,
};

/**
 * The options of an instrument as far as the SDK can use them. It does not check what JavaScript callers pass, and fails in the call that creates the
 * instrument or, worse, in those that record.
 */
export function readMetricOptions(options: unknown): MetricOptions | undefined {
  if (options === undefined) return undefined;
  const readable: Record<string, unknown> = {};
  const ignored: string[] = options === null || typeof options !== 'object' ? ['all of them'] : [];
  if (ignored.length === 0)
    for (const [name, isUsable] of Object.entries(KINDS)) {
      const value = attempt(() => ({ of: (options as Record<string, unknown>)[name] }));
      if (value !== undefined && value.of === undefined) continue;
      if (value !== undefined && attempt(() => isUsable(value.of)) === true) readable[name] = value.of;
      else ignored.push(name);
    }
  if (ignored.length > 0)
    warnOnce(
      `the metrics API: expected the options of an instrument to be texts, a ValueType and an advice, got others; ignored: ${ignored.join(', ')}`,
    );
  return readable as MetricOptions;
}

/** https://opentelemetry.io/docs/specs/otel/metrics/api/#instrument-advisory-parameter-explicitbucketboundaries */
function isAdvice(advice: unknown): boolean {
  if (typeof advice !== 'object' || advice === null) return false;
  const { explicitBucketBoundaries: boundaries } = advice as { explicitBucketBoundaries?: unknown };
  if (boundaries === undefined) return true;
  return Array.isArray(boundaries) && boundaries.every((boundary) => typeof boundary === 'number');
}
