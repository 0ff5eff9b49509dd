/**
 * otelier/semconv: names of attributes, metrics, events and spans, as constants and as tables with type, unit and stability. The gen_ai names of
 * all three generations: the official package marks its own as deprecated.
 */
export {
  CALL_DURATION_BUCKETS,
  CLIENT_DURATION_BUCKETS,
  LATENCY_BUCKETS,
  SCORE_BUCKETS,
  TIME_PER_OUTPUT_TOKEN_BUCKETS,
  TIME_TO_FIRST_TOKEN_BUCKETS,
  TOKEN_BUCKETS,
  TOKEN_RATE_BUCKETS,
} from './semconv/buckets.ts';
export { CallAttributes, CallMetrics, callAttributes, callMetrics } from './semconv/call.ts';
export type { Constants } from './semconv/constant-names.ts';
export type {
  AttributeDefinition,
  AttributeType,
  EventDefinition,
  Generation,
  MetricDefinition,
  Stability,
} from './semconv/definition.ts';
export { FlowAttributes, FlowMetrics, flowAttributes, flowMetrics } from './semconv/flow.ts';
export { GenAiAttributes, genAiAttributes } from './semconv/gen-ai-attributes.ts';
export { GenAiEvents, genAiEvents } from './semconv/gen-ai-events.ts';
export type { GenAiContent, GenAiMessage, GenAiPart } from './semconv/gen-ai-message.ts';
export { GenAiMetrics, genAiMetrics } from './semconv/gen-ai-metrics.ts';
export type {
  GenAiAgent,
  GenAiError,
  GenAiOperation,
  GenAiRequest,
  GenAiResponse,
  GenAiTool,
  GenAiUsage,
} from './semconv/gen-ai-operation.ts';
export {
  type GenAiOperationName,
  GenAiOperations,
  GenAiOutputTypes,
  type GenAiProviderName,
  GenAiProviders,
  GenAiTokenTypes,
} from './semconv/gen-ai-values.ts';
export { L0Attributes, L0Metrics, l0Attributes, l0Metrics } from './semconv/l0.ts';
export { operationAttributes, requestAttributes, responseAttributes } from './semconv/operation-attributes.ts';
export {
  contentAttributes,
  type EventAttributes,
  type GenAiEvent,
  operationEvents,
} from './semconv/operation-events.ts';
export { type MetricPoint, operationMetrics } from './semconv/operation-metrics.ts';
export { operationSpanName } from './semconv/operation-name.ts';
export {
  SessionAttributes,
  SessionEvents,
  SessionMetrics,
  sessionAttributes,
  sessionEvents,
  sessionMetrics,
} from './semconv/session.ts';
export { genAiSpanNames } from './semconv/span-names.ts';
