import type { ReceivedMetric } from './telemetry-metric.ts';
import type { ReceivedLogRecord, ReceivedSpan } from './telemetry-model.ts';

/** What one export request contained. */
export interface TelemetryBatch {
  spans: ReceivedSpan[];
  logs: ReceivedLogRecord[];
  metrics: ReceivedMetric[];
}
