import { type Attributes, metrics, type ObservableResult } from '@opentelemetry/api';
import { VERSION } from '../../foundation/diagnostics/version.ts';
import { type ExportedSignal, type ExportSnapshot, exportSnapshots } from '../../pipeline/delivery/export-ledger.ts';

const ITEMS: Readonly<Record<ExportedSignal, string>> = {
  traces: 'span',
  logs: 'log',
  metrics: 'metric_data_point',
};

/** Reasons for which a destination did not get an item that had left the queue. */
const EXPORT_FAILURES = ['refused', 'rejected', 'unserialisable'] as const;

/**
 * Offers the ledger under the names of the SDK conventions as well. What never happened is no series.
 * https://opentelemetry.io/docs/specs/semconv/otel/sdk-metrics/
 */
export function countAsSdk(): void {
  const meter = metrics.getMeter('otelier', VERSION);
  for (const [signal, item] of Object.entries(ITEMS) as [ExportedSignal, string][]) {
    const unit = `{${item === 'log' ? 'log_record' : item === 'span' ? 'span' : 'data_point'}}`;
    const forEach = (read: Read) => observing(signal, read);
    meter.createObservableCounter(`otel.sdk.exporter.${item}.exported`, { unit }).addCallback(
      forEach(({ sent, dropped }, observe) => {
        observe(sent, 'exporter');
        for (const reason of EXPORT_FAILURES) observe(dropped[reason] ?? 0, 'exporter', reason);
      }),
    );
    if (signal === 'metrics') continue;
    meter.createObservableCounter(`otel.sdk.processor.${item}.processed`, { unit }).addCallback(
      forEach(({ sent, dropped }, observe) => {
        observe(sent + EXPORT_FAILURES.reduce((sum, reason) => sum + (dropped[reason] ?? 0), 0), 'processor');
        observe(dropped.queue_full ?? 0, 'processor', 'queue_full');
      }),
    );
    meter
      .createObservableUpDownCounter(`otel.sdk.processor.${item}.queue.size`, { unit })
      .addCallback(forEach(({ queueSize, sent }, observe) => observe(queueSize, 'processor', undefined, sent > 0)));
    meter
      .createObservableUpDownCounter(`otel.sdk.processor.${item}.queue.capacity`, { unit })
      .addCallback(
        forEach(({ queueCapacity, sent }, observe) => observe(queueCapacity, 'processor', undefined, sent > 0)),
      );
  }
}

type Component = 'exporter' | 'processor';
type Observe = (value: number, component: Component, errorType?: string, isWorthIt?: boolean) => void;
type Read = (snapshot: ExportSnapshot, observe: Observe) => void;

function observing(signal: ExportedSignal, read: Read): (result: ObservableResult) => void {
  return (result) => {
    for (const [index, snapshot] of exportSnapshots().entries()) {
      if (snapshot.signal !== signal) continue;
      read(snapshot, (value, component, errorType, isWorthIt = value > 0) => {
        if (isWorthIt) result.observe(value, attributesOf(snapshot, component, index, errorType));
      });
    }
  };
}

function attributesOf({ destination }: ExportSnapshot, component: Component, index: number, errorType?: string) {
  const type = `otelier.${component}`;
  const url = URL.parse(destination);
  return {
    'otel.component.type': type,
    'otel.component.name': `${type}/${index}`,
    ...(component === 'exporter' && url !== null ? { 'server.address': url.hostname } : {}),
    ...(component === 'exporter' && url !== null && url.port !== '' ? { 'server.port': Number(url.port) } : {}),
    ...(errorType === undefined ? {} : { 'error.type': errorType }),
  } satisfies Attributes;
}
