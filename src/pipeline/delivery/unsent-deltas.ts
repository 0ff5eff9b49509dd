import { AggregationTemporality, type MetricData, type ResourceMetrics } from '@opentelemetry/sdk-metrics';

/** An hour's at the default interval. */
const MOST_COLLECTIONS = 60;

/**
 * Collections that could not be delivered, as far as the next one does not have their values again: those of delta temporality. They are sent later
 * as they are, each with its own times.
 */
export class UnsentDeltas {
  #collections: ResourceMetrics[] = [];

  /** Answers what had to go for it. */
  keep(metrics: ResourceMetrics): readonly ResourceMetrics[] {
    const scopeMetrics = metrics.scopeMetrics
      .map((scope) => ({ ...scope, metrics: scope.metrics.filter(isDelta) }))
      .filter((scope) => scope.metrics.length > 0);
    if (scopeMetrics.length > 0) this.#collections.push({ ...metrics, scopeMetrics });
    return this.#collections.splice(0, Math.max(0, this.#collections.length - MOST_COLLECTIONS));
  }

  /** The oldest one, which is not kept any more. */
  next(): ResourceMetrics | undefined {
    return this.#collections.shift();
  }

  /** Puts back what `next` answered. */
  putBack(metrics: ResourceMetrics): void {
    this.#collections.unshift(metrics);
  }

  drain(): readonly ResourceMetrics[] {
    return this.#collections.splice(0);
  }
}

const isDelta = (metric: MetricData): boolean => metric.aggregationTemporality === AggregationTemporality.DELTA;
