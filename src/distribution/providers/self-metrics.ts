import { metrics, type ObservableResult } from '@opentelemetry/api';
import { VERSION } from '../../foundation/diagnostics/version.ts';
import type { Redactor } from '../../foundation/redaction/redactor.ts';
import { type ExportSnapshot, exportSnapshots } from '../../pipeline/delivery/export-ledger.ts';

/** Offers what became of telemetry as the metrics `otelier.export.*`, by signal and destination. What never happened is no series. */
export function countExports(): void {
  const meter = metrics.getMeter('otelier', VERSION);
  const counter = (name: string, unit: string, description: string) =>
    meter.createObservableCounter(`otelier.export.${name}`, { unit, description });
  counter('sent', '{item}', 'Spans, log records and metric data points that were delivered').addCallback(
    each((snapshot, observe) => observe(snapshot.sent)),
  );
  counter('failed', '{export}', 'Exports that failed, tried again or not').addCallback(
    each((snapshot, observe) => observe(snapshot.failed)),
  );
  counter('dropped', '{item}', 'Spans, log records and metric data points that are lost').addCallback(
    each(({ dropped }, observe) => {
      for (const [reason, items] of Object.entries(dropped)) observe(items, { reason });
    }),
  );
  meter
    .createObservableGauge('otelier.export.queue.size', { unit: '{item}', description: 'Items that wait for delivery' })
    .addCallback(each(({ queueSize, sent, failed }, observe) => observe(queueSize, {}, sent + failed > 0)));
}

type Observe = (value: number, attributes?: Readonly<Record<string, string>>, isWorthIt?: boolean) => void;

function each(read: (snapshot: ExportSnapshot, observe: Observe) => void): (result: ObservableResult) => void {
  return (result) => {
    for (const snapshot of exportSnapshots()) {
      const { signal, destination } = snapshot;
      read(snapshot, (value, attributes, isWorthIt = value > 0) => {
        if (isWorthIt) result.observe(value, { ...namespaced({ signal, destination }), ...attributes });
      });
    }
  };
}

/** Adds the attributes under otelier's own namespace. The names without it are deprecated and go with the next release but one. */
function namespaced(attributes: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(attributes).map(([name, value]) => [`otelier.${name}`, value] as const);
  return { ...attributes, ...Object.fromEntries(own) };
}

/** Offers the redactions so far as the metric `otelier.redactions`, by rule. */
export function countRedactions(redactor: Redactor): void {
  const counter = metrics.getMeter('otelier', VERSION).createObservableCounter('otelier.redactions', {
    description: 'Secrets that were removed from telemetry',
    unit: '{redaction}',
  });
  counter.addCallback((result) => {
    for (const [rule, count] of Object.entries(redactor.counts)) result.observe(count, namespaced({ rule }));
  });
}
