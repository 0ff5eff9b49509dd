/**
 * `otelier/flow`: telemetry of flows of nodes. `instrumentFlow` gives each node of a PocketFlow, a compiled LangGraph or the small sequential
 * `Flow` of this module a span and metrics; `MonitoringNode` is a node that publishes the statistics of a monitor.
 */
export type { FlowMonitor, FlowSpan } from '../library/flow/flow-monitor.ts';
export { type InstrumentFlowOptions, instrumentFlow, uninstrumentFlow } from '../library/flow/instrument-flow.ts';
export { MonitoringNode, type MonitoringNodeOptions, type MonitoringResult } from '../library/flow/monitoring-node.ts';
export { Node } from '../library/flow/node.ts';
export { Flow, type FlowNode, type FlowOptions } from '../library/flow/sequential-flow.ts';
