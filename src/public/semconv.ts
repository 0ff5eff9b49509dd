/**
 * otelier/semconv: names of attributes, metrics, events and spans, as constants and as tables with type, unit and stability. The gen_ai names of
 * all three generations: the official package marks its own as deprecated.
 */

export type { GenAiContent, GenAiMessage, GenAiPart } from '../foundation/semconv/operation/gen-ai-message.ts';
export type {
  GenAiAgent,
  GenAiError,
  GenAiOperation,
  GenAiRequest,
  GenAiResponse,
  GenAiTool,
  GenAiUsage,
} from '../foundation/semconv/operation/gen-ai-operation.ts';
export {
  operationAttributes,
  requestAttributes,
  responseAttributes,
} from '../foundation/semconv/operation/operation-attributes.ts';
export {
  contentAttributes,
  type EventAttributes,
  type GenAiEvent,
  operationEvents,
} from '../foundation/semconv/operation/operation-events.ts';
export { type MetricPoint, operationMetrics } from '../foundation/semconv/operation/operation-metrics.ts';
export { genAiSpanNames, operationSpanName } from '../foundation/semconv/operation/operation-name.ts';
export {
  CALL_DURATION_BUCKETS,
  CLIENT_DURATION_BUCKETS,
  LATENCY_BUCKETS,
  SCORE_BUCKETS,
  TIME_PER_OUTPUT_TOKEN_BUCKETS,
  TIME_TO_FIRST_TOKEN_BUCKETS,
  TOKEN_BUCKETS,
  TOKEN_RATE_BUCKETS,
} from '../foundation/semconv/tables/buckets.ts';
export { CallAttributes, CallMetrics, callAttributes, callMetrics } from '../foundation/semconv/tables/call.ts';
export type {
  AttributeDefinition,
  AttributeType,
  EventDefinition,
  Generation,
  MetricDefinition,
  Stability,
} from '../foundation/semconv/tables/definition.ts';
export { FlowAttributes, FlowMetrics, flowAttributes, flowMetrics } from '../foundation/semconv/tables/flow.ts';
export { GenAiAttributes, genAiAttributes } from '../foundation/semconv/tables/gen-ai-attributes.ts';
export { GenAiEvents, genAiEvents } from '../foundation/semconv/tables/gen-ai-events.ts';
export { GenAiMetrics, genAiMetrics } from '../foundation/semconv/tables/gen-ai-metrics.ts';
export {
  type GenAiOperationName,
  GenAiOperations,
  GenAiOutputTypes,
  type GenAiProviderName,
  GenAiProviders,
  GenAiTokenTypes,
} from '../foundation/semconv/tables/gen-ai-values.ts';
export { L0Attributes, L0Metrics, l0Attributes, l0Metrics } from '../foundation/semconv/tables/l0.ts';
export {
  SessionAttributes,
  SessionEvents,
  SessionMetrics,
  sessionAttributes,
  sessionEvents,
  sessionMetrics,
} from '../foundation/semconv/tables/session.ts';
export type { Constants } from '../foundation/semconv/tables/table.ts';
