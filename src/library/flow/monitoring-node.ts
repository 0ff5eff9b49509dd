import { validateOptions } from '../../foundation/diagnostics/options.ts';
import type { FlowMonitor } from './flow-monitor.ts';
import { monitorOf, NODE_RULES } from './flow-options.ts';
import { activeNodes } from './flow-recorder.ts';
import { Node } from './node.ts';

export interface MonitoringNodeOptions {
  /** @default getMonitor() */
  readonly monitor?: FlowMonitor;
  /** Prefix of the metric names. @default 'flow' */
  readonly metricPrefix?: string;
  /** @default 'MonitoringNode' */
  readonly name?: string;
  /** Whether each execution is logged with its trace id. @default true */
  readonly enableLogging?: boolean;
}

export type MonitoringResult = Record<string, { readonly stats: object }>;

/** A node of PocketFlow, as its flows use one. https://the-pocket.github.io/PocketFlow/core_abstraction/node.html */
interface Successor {
  clone(): Successor;
}

/**
 * A node that counts its executions and returns the monitor's statistics as `{ [name]: { stats } }`. It is a node of a {@link Flow}, of a PocketFlow
 * (which finds the statistics in the shared store) and, with `asLangGraphNode()`, of a LangGraph.
 *
 * Metrics: the counter `<prefix>.executions`, and the gauge `<prefix>.active_nodes` with the number of running nodes, itself included.
 */
export class MonitoringNode extends Node {
  readonly monitor: FlowMonitor;
  readonly metricPrefix: string;
  readonly enableLogging: boolean;
  // The properties of PocketFlow's nodes.
  _params: Record<string, unknown> = {};
  _successors: Map<string, Successor> = new Map();

  /** @throws {TypeError} naming the invalid option */
  constructor(options: MonitoringNodeOptions = {}) {
    const valid = validateOptions('MonitoringNode', options, NODE_RULES);
    const { monitor, metricPrefix = 'flow', name = 'MonitoringNode', enableLogging = true } = valid;
    super(name);
    this.monitor = monitorOf(monitor);
    this.metricPrefix = metricPrefix;
    this.enableLogging = enableLogging;
  }

  override exec(_shared?: unknown): MonitoringResult {
    const { metrics } = this.monitor;
    metrics.counter(`${this.metricPrefix}.executions`, 1, {}, 'Executions that were monitored');
    metrics.gauge(`${this.metricPrefix}.active_nodes`, Math.max(1, activeNodes()), {}, 'Nodes that run now');
    if (this.enableLogging) this.monitor.log('info', `${this.name} executed`, { 'flow.node.name': this.name });
    return { [this.name]: { stats: this.monitor.getStatistics() } };
  }

  async run(shared?: unknown): Promise<MonitoringResult> {
    const result = this.exec(shared);
    if (typeof shared === 'object' && shared !== null) Reflect.set(shared, this.name, result[this.name]);
    return result;
  }

  /** Returns the function for `graph.addNode(name, …)`. The state needs a channel of this node's name for the statistics. */
  asLangGraphNode(): (state?: unknown) => Promise<MonitoringResult> {
    return async (state) => this.exec(state);
  }

  /** PocketFlow's step. It returns no action, so that the flow continues with the default node. */
  async _run(shared: unknown): Promise<string | undefined> {
    await this.run(shared);
    return undefined;
  }

  setParams(params: Record<string, unknown>): this {
    this._params = params;
    return this;
  }

  next<T extends Successor>(node: T): T {
    this.on('default', node);
    return node;
  }

  on(action: string, node: Successor): this {
    this._successors.set(action, node);
    return this;
  }

  /** The successor of that action, otherwise the default one, otherwise the only one. */
  getNextNode(action = 'default'): Successor | undefined {
    const only = this._successors.size === 1 ? [...this._successors.values()][0] : undefined;
    return this._successors.get(action) ?? this._successors.get('default') ?? only;
  }

  clone(): this {
    const clone: this = Object.assign(Object.create(Object.getPrototypeOf(this)), this);
    clone._params = { ...this._params };
    clone._successors = new Map(this._successors);
    return clone;
  }
}
