import type { Attributes } from '@opentelemetry/api';
import type { DataPoint, MetricData, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { warnOnce } from '../../foundation/diagnostics/once.ts';
import { mapChanged, redactAttributes } from '../../foundation/redaction/redacted-attributes.ts';
import type { Redactor } from '../../foundation/redaction/redactor.ts';
import { mergePoints } from './merged-points.ts';

/** Removes secrets from the attributes of metrics. Series that become equal are added up. */
export class MetricRedaction {
  readonly #redactor: Redactor;
  /** So that the secrets of a series are counted once, not at each collection. */
  readonly #redacted = new WeakMap<Attributes, Attributes>();

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /** The metrics without secrets; the same object when there are none. */
  redact(metrics: ResourceMetrics): ResourceMetrics {
    const scopeMetrics = mapChanged(metrics.scopeMetrics, (scope) => {
      const changed = mapChanged(scope.metrics, (metric) => this.#redactMetric(metric));
      return changed === scope.metrics ? scope : { ...scope, metrics: changed as MetricData[] };
    });
    return scopeMetrics === metrics.scopeMetrics ? metrics : { ...metrics, scopeMetrics: [...scopeMetrics] };
  }

  #redactMetric(metric: MetricData): MetricData {
    try {
      return this.#redactPoints(metric);
    } catch {
      warnOnce(`redaction: expected the attributes of a metric to be readable, got some that throw; it is withheld`);
      return { ...metric, dataPoints: [] } as MetricData;
    }
  }

  #redactPoints(metric: MetricData): MetricData {
    const points = metric.dataPoints as unknown as readonly DataPoint<never>[];
    const changed = mapChanged(points, (point) => {
      const attributes = this.#redactAttributes(point.attributes);
      return attributes === point.attributes ? point : { ...point, attributes };
    });
    return changed === points ? metric : ({ ...metric, dataPoints: mergePoints(metric, changed) } as MetricData);
  }

  /** Clean attributes are not remembered: the SDK keeps the application's own object, which may hold a secret the next time. */
  #redactAttributes(attributes: Attributes): Attributes {
    const known = this.#redacted.get(attributes);
    if (known !== undefined) return known;
    const redacted = redactAttributes(attributes, this.#redactor);
    if (redacted !== attributes) this.#redacted.set(attributes, redacted);
    return redacted;
  }
}
