import type { SamplingOptions } from '../../src/foundation/configuration/settings/sampling-presets.ts';
import { shareCondition } from './share-condition.ts';

const MILLIS_PER_SECOND = 1_000;
/** No HTTP status code is greater. */
const MAX_STATUS = 999;

/** A policy of the Collector's tail_sampling processor. A trace is kept when one of them says so. */
export interface TailPolicy {
  readonly name: string;
  readonly type: string;
  readonly [settings: string]: unknown;
}

/**
 * The traces that a preset keeps, as policies.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.155.0/processor/tailsamplingprocessor
 */
export function tailPolicies(options: SamplingOptions): readonly TailPolicy[] {
  const { sampleErrors, sampleSlow, slowThreshold } = options;
  return [
    ...(sampleErrors ? ERRORS : []),
    ...(sampleSlow ? [latency('slow', slowThreshold)] : []),
    ...sharePolicies(options),
  ];
}

/** As src/pipeline/sampling/failed-span.ts has it. */
const ERRORS: readonly TailPolicy[] = [
  { name: 'error-status', type: 'status_code', status_code: { status_codes: ['ERROR'] } },
  {
    name: 'error-exception',
    type: 'ottl_condition',
    ottl_condition: { error_mode: 'ignore', spanevent: ['name == "exception"'] },
  },
  ...['http.response.status_code', 'http.status_code'].map((key, index) => ({
    name: index === 0 ? 'error-http' : 'error-http-older',
    type: 'numeric_attribute',
    numeric_attribute: { key, min_value: 500, max_value: MAX_STATUS },
  })),
];

function sharePolicies({ rate, minDuration }: SamplingOptions): readonly TailPolicy[] {
  if (rate === 0) return [];
  const share: TailPolicy =
    rate === 1
      ? { name: 'rate', type: 'always_sample' }
      : {
          name: 'rate',
          type: 'ottl_condition',
          ottl_condition: { error_mode: 'ignore', span: [shareCondition(rate)] },
        };
  if (minDuration === 0) return [share];
  const both = [{ ...share, name: 'share' }, latency('long-enough', minDuration)];
  return [{ name: 'rate', type: 'and', and: { and_sub_policy: both } }];
}

function latency(name: string, seconds: number): TailPolicy {
  return { name, type: 'latency', latency: { threshold_ms: seconds * MILLIS_PER_SECOND } };
}
