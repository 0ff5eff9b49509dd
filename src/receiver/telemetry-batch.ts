import type { ReceivedLogRecord, ReceivedSpan } from './telemetry.ts';
import type { ReceivedMetric } from './telemetry-metric.ts';

/** What one export request contained. */
export interface TelemetryBatch {
  spans: ReceivedSpan[];
  logs: ReceivedLogRecord[];
  metrics: ReceivedMetric[];
}
