import { attempt } from '../../foundation/diagnostics/attempt.ts';
import { log } from '../../foundation/diagnostics/log.ts';
import { describeValue, validateOptions } from '../../foundation/diagnostics/options.ts';
import { deferRedactor } from '../../foundation/redaction/deferred-redactor.ts';
import { ContentCapture } from './content-capture.ts';
import type { FlowMonitor } from './flow-monitor.ts';
import { FLOW_RULES, monitorOf } from './flow-options.ts';
import { FlowRecorder } from './flow-recorder.ts';
import { instrumentLangGraph, isLangGraph } from './langgraph.ts';
import { classNameOf } from './node-names.ts';
import type { OverriddenMethods } from './overridden-methods.ts';
import { instrumentPocketFlow, isPocketFlow } from './pocketflow.ts';
import { instrumentSequentialFlow, isSequentialFlow } from './sequential-instrumentation.ts';

export interface InstrumentFlowOptions {
  /** Where spans and metrics go. @default getMonitor() */
  readonly monitor?: FlowMonitor;
  /** Of the metrics' names. @default 'flow' */
  readonly prefix?: string;
  /** Whether what goes into a node and comes out of it becomes attributes, redacted and bounded. @default false */
  readonly captureContent?: boolean;
}

interface Framework {
  readonly name: string;
  is(flow: object): boolean;
  instrument(flow: object, recorder: FlowRecorder): OverriddenMethods;
}

const FRAMEWORKS: readonly Framework[] = [
  { name: 'langgraph', is: isLangGraph, instrument: instrumentLangGraph },
  { name: 'pocketflow', is: isPocketFlow, instrument: instrumentPocketFlow },
  { name: 'otelier', is: isSequentialFlow, instrument: instrumentSequentialFlow },
];

const instrumented = new WeakMap<object, { recorder: FlowRecorder; methods: OverriddenMethods }>();

/**
 * Gives each node of a flow a span and metrics: a flow of PocketFlow, a compiled LangGraph, or a {@link Flow}. The given object is
 * instrumented in place and answered; its classes, results, order and errors stay as they are.
 *
 * Spans `invoke_workflow <flow>` and `execute_node <node>`; counters `<prefix>.node.executions` and `.errors`, histogram `.duration` in
 * seconds, by `node`.
 * @throws {TypeError} when it is none of these
 */
export function instrumentFlow<T extends object>(flow: T, options: InstrumentFlowOptions = {}): T {
  const framework = frameworkOf(flow);
  const { monitor, prefix = 'flow', captureContent } = validateOptions('instrumentFlow', options, FLOW_RULES);
  if (instrumented.has(flow)) {
    log.warn('instrumentFlow: expected a flow that is not instrumented yet, got one that is; it stays as it is');
    return flow;
  }
  const recorder = new FlowRecorder({
    monitor: monitorOf(monitor),
    prefix,
    framework: framework.name,
    content: captureContent === true ? new ContentCapture(deferRedactor({})) : undefined,
  });
  instrumented.set(flow, { recorder, methods: framework.instrument(flow, recorder) });
  return flow;
}

/** Undoes {@link instrumentFlow}. Executions under way go on without telemetry. Does nothing for other objects. */
export function uninstrumentFlow<T extends object>(flow: T): T {
  const state = instrumented.get(flow);
  if (state !== undefined) {
    state.recorder.isOn = false;
    state.methods.undo();
    instrumented.delete(flow);
  }
  return flow;
}

function frameworkOf(flow: unknown): Framework {
  const isObject = typeof flow === 'object' && flow !== null;
  const found = isObject ? FRAMEWORKS.find(({ is }) => attempt(() => is(flow)) === true) : undefined;
  if (found !== undefined) return found;
  const isUncompiled = attempt(() => typeof (Object(flow) as { compile?: unknown }).compile) === 'function';
  const got = isObject ? `a ${classNameOf(flow) ?? 'plain object'}` : describeValue(flow);
  throw new TypeError(
    `instrumentFlow: expected a flow of PocketFlow, a compiled LangGraph or a Flow, got ${got}${isUncompiled ? '; call compile() first' : ''}`,
  );
}
