import { CLIENT_DURATION_BUCKETS } from './buckets.ts';
import { constantsOf, counter, gauge, histogram, int, named, string } from './table.ts';

/** Attributes of flows and their nodes. */
export const flowAttributes = {
  'flow.name': string('Name of the flow'),
  'flow.node.name': string('Name of the node'),
  'flow.node.kind': string('Library the node belongs to: `pocketflow`, `langgraph`, …'),
  'flow.node.action': string('What the node answered: the edge that is followed'),
  'flow.node.attempt': int('1: first attempt'),
  node: string('Name of the node, on metrics', { stability: 'stable' }),
};

/** `FlowAttributes.NODE_NAME` is `'flow.node.name'`. */
export const FlowAttributes = constantsOf('flow', flowAttributes);

const NODE = { attributes: ['node'], stability: 'stable' } as const;

/** Metrics of flows, with the default prefix `flow`. */
export const flowMetrics = named({
  'flow.executions': counter('{execution}', 'Flows that were executed', { attributes: ['flow.name'] }),
  'flow.active_nodes': gauge('{node}', 'Nodes at work'),
  'flow.node.executions': counter('{execution}', 'Nodes that were executed', NODE),
  'flow.node.errors': counter('{error}', 'Nodes that failed', NODE),
  'flow.node.duration': histogram('s', 'How long nodes took', { ...NODE, buckets: CLIENT_DURATION_BUCKETS }),
});

/** `FlowMetrics.NODE_DURATION` is `'flow.node.duration'`. */
export const FlowMetrics = constantsOf('flow', flowMetrics);
