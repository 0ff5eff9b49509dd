import { flag, type OptionRule, text } from '../../foundation/diagnostics/options.ts';
import { getMonitor } from '../monitor/monitor.ts';
import type { FlowMonitor } from './flow-monitor.ts';

/** A Monitor, or an object with the same parts. */
const monitor: OptionRule = {
  expected: 'a Monitor',
  holds: (value) => {
    const { metrics, tracer, log, getStatistics } = Object(value) as Record<string, unknown>;
    const parts = [Object(metrics).counter, Object(tracer).span, log, getStatistics];
    return parts.every((part) => typeof part === 'function');
  },
};

export const FLOW_RULES = { monitor, prefix: text, captureContent: flag };
export const NODE_RULES = { monitor, metricPrefix: text, name: text, enableLogging: flag };

export const monitorOf = (given: FlowMonitor | undefined): FlowMonitor => given ?? getMonitor();
