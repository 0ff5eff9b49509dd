import { type Attributes, type BatchObservableResult, logs, metrics, type ObservableGauge } from '@opentelemetry/api';
import { log } from '../../../foundation/diagnostics/log.ts';
import type { CheckResult, HealthStatus } from './check-result.ts';

const SCOPE = 'otelier/health';
const SEVERITIES: Readonly<Record<HealthStatus, { readonly severityNumber: number; readonly severityText: string }>> = {
  healthy: { severityNumber: 9, severityText: 'INFO' },
  degraded: { severityNumber: 13, severityText: 'WARN' },
  unhealthy: { severityNumber: 17, severityText: 'ERROR' },
};
/** The value of the gauge, so that `< 1` is an alert. */
const LEVELS: Readonly<Record<HealthStatus, number>> = { healthy: 1, degraded: 0.5, unhealthy: 0 };

/**
 * Reports each change of a check's status once: as a line of otelier's own log, as the event `otelier.health.transition`, and as the gauge
 * `otelier.health.check.status` (1 healthy, 0.5 degraded, 0 unhealthy).
 */
export class StatusTransitions {
  readonly #statuses = new Map<string, HealthStatus>();
  #gauge: ObservableGauge | undefined;

  record(result: CheckResult): void {
    const { name, status } = result;
    const previous = this.#statuses.get(name) ?? 'healthy';
    this.#statuses.set(name, status);
    this.#observe();
    if (status !== previous) report(result, previous);
  }

  forget(name: string): void {
    this.#statuses.delete(name);
  }

  /** The gauge is created with the first result, when an SDK that is going to be started has been. */
  #observe(): void {
    if (this.#gauge !== undefined) return;
    const meter = metrics.getMeter(SCOPE);
    this.#gauge = meter.createObservableGauge('otelier.health.check.status', {
      description: 'Status of a health check: 1 healthy, 0.5 degraded, 0 unhealthy',
      unit: '1',
    });
    const gauge = this.#gauge;
    meter.addBatchObservableCallback(
      (observed: BatchObservableResult) => {
        for (const [name, status] of this.#statuses)
          observed.observe(gauge, LEVELS[status], { 'otelier.health.check.name': name });
      },
      [gauge],
    );
  }
}

function report({ name, status, message, durationMs }: CheckResult, previous: HealthStatus): void {
  const text = `health check ${name}: expected healthy, got ${status}: ${message}`;
  if (status === 'healthy') log.info(`health check ${name} is healthy again`);
  else log.warn(`${text}; this warning is not repeated until the status changes`);
  const attributes: Attributes = {
    'otelier.health.check.name': name,
    'otelier.health.check.status': status,
    'otelier.health.check.previous_status': previous,
    'otelier.health.check.duration': durationMs / 1_000,
  };
  const body = status === 'healthy' ? `health check ${name} is healthy again` : text;
  logs.getLogger(SCOPE).emit({ eventName: 'otelier.health.transition', body, attributes, ...SEVERITIES[status] });
}
