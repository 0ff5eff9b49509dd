import { type Attributes, type Histogram, type Meter, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { isFailed } from './failed-span.ts';

const NANOS_PER_SECOND = 1e9;
/** Span names may be anything. */
const MAX_NAMES = 200;
const OTHER = '_OTHER';

/**
 * Requests, errors and duration, exact whatever is sampled: the histogram `otelier.trace.duration` of all local roots. Its attributes are those
 * of the Collector's spanmetrics connector.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/connector/spanmetricsconnector
 */
export class RootDurations {
  readonly #histogram: Histogram;
  readonly #names = new Set<string>();

  constructor(meter: Meter) {
    this.#histogram = meter.createHistogram('otelier.trace.duration', {
      description: 'Duration of what this process did for a caller, measured before sampling',
      unit: 's',
      advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] },
    });
  }

  record(root: ReadableSpan): void {
    const [seconds, nanos] = root.duration;
    this.#histogram.record(seconds + nanos / NANOS_PER_SECOND, this.#attributesOf(root));
  }

  #attributesOf(root: ReadableSpan): Attributes {
    return {
      'span.name': this.#bounded(root.name),
      'span.kind': `SPAN_KIND_${SpanKind[root.kind]}`,
      'status.code': `STATUS_CODE_${isFailed(root) ? 'ERROR' : SpanStatusCode[root.status.code]}`,
    };
  }

  #bounded(name: string): string {
    if (this.#names.has(name)) return name;
    if (this.#names.size >= MAX_NAMES) return OTHER;
    this.#names.add(name);
    return name;
  }
}
