import { getMonitor } from '../monitor/global-monitor.ts';
import { flag, name, type OptionRule } from '../monitor/option-rules.ts';
import type { FlowMonitor } from './flow-monitor.ts';

/** A Monitor, or what has its parts. */
const monitor: OptionRule = {
  expected: 'a Monitor',
  holds: (value) => {
    const { metrics, tracer, log, getStatistics } = Object(value) as Record<string, unknown>;
    const parts = [Object(metrics).counter, Object(tracer).span, log, getStatistics];
    return parts.every((part) => typeof part === 'function');
  },
};

export const FLOW_RULES = { monitor, prefix: name, captureContent: flag };
export const NODE_RULES = { monitor, metricPrefix: name, name, enableLogging: flag };

export const monitorOf = (given: FlowMonitor | undefined): FlowMonitor => given ?? getMonitor();
