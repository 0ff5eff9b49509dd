import { AggregationTemporality, type MetricData, type ResourceMetrics } from '@opentelemetry/sdk-metrics';

/** The collections of an hour at the default interval. */
const MAX_COLLECTIONS = 60;

/**
 * Collections that could not be delivered, reduced to metrics of delta temporality: the next collection does not have their values again. They are sent
 * later as they are, each with its own times.
 */
export class UnsentDeltas {
  #collections: ResourceMetrics[] = [];

  /** Returns the collections that were dropped to make room. */
  keep(metrics: ResourceMetrics): readonly ResourceMetrics[] {
    const scopeMetrics = metrics.scopeMetrics
      .map((scope) => ({ ...scope, metrics: scope.metrics.filter(isDelta) }))
      .filter((scope) => scope.metrics.length > 0);
    if (scopeMetrics.length > 0) this.#collections.push({ ...metrics, scopeMetrics });
    return this.#collections.splice(0, Math.max(0, this.#collections.length - MAX_COLLECTIONS));
  }

  /** Removes and returns the oldest collection. */
  next(): ResourceMetrics | undefined {
    return this.#collections.shift();
  }

  /** Puts back the collection that `next` has returned. */
  putBack(metrics: ResourceMetrics): void {
    this.#collections.unshift(metrics);
  }

  drain(): readonly ResourceMetrics[] {
    return this.#collections.splice(0);
  }
}

const isDelta = (metric: MetricData): boolean => metric.aggregationTemporality === AggregationTemporality.DELTA;
