import type { ReceivedMetric } from './telemetry-metric.ts';
import type { ReceivedLogRecord, ReceivedSpan } from './telemetry-model.ts';

/** The content of one export request. */
export interface TelemetryBatch {
  spans: ReceivedSpan[];
  logs: ReceivedLogRecord[];
  metrics: ReceivedMetric[];
}
