import { attempt } from '../../foundation/diagnostics/attempt.ts';
import { type OptionRule, required, text, validateOptions } from '../../foundation/diagnostics/options.ts';

/** What a step has to be; `Node` is one way. */
export interface FlowNode {
  readonly name: string;
  exec(shared: Record<string, unknown>): unknown;
}

export interface FlowOptions {
  /** In the order of their execution. */
  readonly nodes: readonly FlowNode[];
  /** @default 'Flow' */
  readonly name?: string;
}

const nodes: OptionRule = { expected: 'an array', holds: Array.isArray };
const RULES = { nodes: required(nodes), name: text };

/** Nodes one after the other. */
export class Flow {
  readonly name: string;
  readonly nodes: readonly FlowNode[];

  /** @throws {TypeError} when a node is none, or two have the same name: results are by name */
  constructor(options: FlowOptions) {
    const { nodes, name = 'Flow' } = validateOptions('Flow', options, RULES);
    const names = new Set<string>();
    for (const [index, node] of nodes.entries()) names.add(validName(node, index, names));
    this.nodes = [...nodes];
    this.name = name;
  }

  /**
   * Executes the nodes and answers their results by name. What a node throws ends the flow and is thrown on.
   * @param shared what the nodes have in common, given to each of them
   */
  async execute(shared: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const results: Record<string, unknown> = {};
    for (const node of this.nodes) {
      const result = await node.exec(shared);
      // Not by assignment: `__proto__` is a name like any other.
      Object.defineProperty(results, node.name, {
        value: unwrapped(result, node.name),
        writable: true,
        enumerable: true,
        configurable: true,
      });
    }
    return results;
  }
}

/** A node may answer `{ [name]: … }`, as nodes of a LangGraph do. */
function unwrapped(result: unknown, name: string): unknown {
  const isNamed = typeof result === 'object' && result !== null && Object.keys(result).length === 1;
  return isNamed && Object.hasOwn(result, name) ? (result as Record<string, unknown>)[name] : result;
}

function validName(node: unknown, index: number, names: ReadonlySet<string>): string {
  const { name, exec } = attempt(() => readNode(node)) ?? {};
  if (typeof exec !== 'function') throw new TypeError(`Flow: expected nodes[${index}] to have a method exec, got none`);
  if (typeof name !== 'string' || name === '')
    throw new TypeError(`Flow: expected nodes[${index}].name to be a text, got ${typeof name}`);
  if (names.has(name))
    throw new TypeError(`Flow: expected nodes of different names, got "${name}" twice; give one of them another name`);
  return name;
}

function readNode(node: unknown): Partial<FlowNode> {
  const { name, exec } = Object(node) as Partial<FlowNode>;
  return { name, exec } as Partial<FlowNode>;
}
