import { validateOptions } from '../../foundation/diagnostics/options.ts';
import type { FlowMonitor } from './flow-monitor.ts';
import { monitorOf, NODE_RULES } from './flow-options.ts';
import { activeNodes } from './flow-recorder.ts';
import { Node } from './node.ts';

export interface MonitoringNodeOptions {
  /** @default getMonitor() */
  readonly monitor?: FlowMonitor;
  /** Of the metrics' names. @default 'flow' */
  readonly metricPrefix?: string;
  /** @default 'MonitoringNode' */
  readonly name?: string;
  /** Whether each execution is a log record, with its trace. @default true */
  readonly enableLogging?: boolean;
}

export type MonitoringResult = Record<string, { readonly stats: object }>;

/** A node of PocketFlow, as its flows use one. https://the-pocket.github.io/PocketFlow/core_abstraction/node.html */
interface Successor {
  clone(): Successor;
}

/**
 * A step that counts its executions and answers the monitor's statistics, as `{ [name]: { stats } }`: a node of a {@link Flow}, of a flow of
 * PocketFlow (which finds them in the shared store), and, by `asLangGraphNode()`, of a LangGraph.
 *
 * Counter `<prefix>.executions`; gauge `<prefix>.active_nodes`, which is how many nodes ran when it did, itself included.
 */
export class MonitoringNode extends Node {
  readonly monitor: FlowMonitor;
  readonly metricPrefix: string;
  readonly enableLogging: boolean;
  // What PocketFlow's nodes have.
  _params: Record<string, unknown> = {};
  _successors: Map<string, Successor> = new Map();

  /** @throws {TypeError} for options of the wrong kind */
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

  /** For `graph.addNode(name, node.asLangGraphNode())`; the state needs a channel of this node's name to hold the statistics. */
  asLangGraphNode(): (state?: unknown) => Promise<MonitoringResult> {
    return async (state) => this.exec(state);
  }

  /** The step of PocketFlow. What it answers is the action: none of its own, so that the flow takes the only way there is. */
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

  /** The node of that action, else of the default one, else the only one: between two nodes, this one takes no decision. */
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
