/**
 * otelier/genai: what happens in the streams of large language models. A monitor that makes one record of each stream, exports of these records,
 * and handlers of stream events that can be put together.
 */

export {
  type ForeignStreamEvent,
  type StreamEvent,
  type StreamEventHandler,
  StreamEventType,
} from './genai/stream-event.ts';
export type {
  GuardrailViolation,
  Telemetry,
  TelemetryError,
  TelemetryGuardrails,
  TelemetryMetrics,
  TelemetryRetries,
  TelemetryTiming,
} from './genai/telemetry.ts';
