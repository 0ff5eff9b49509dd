import type { Attributes } from '@opentelemetry/api';
import type { FlowRecorder } from './flow-recorder.ts';
import { OverriddenMethods } from './overridden-methods.ts';

interface RunnableConfig {
  readonly configurable?: { readonly thread_id?: unknown };
  readonly executionInfo?: { readonly nodeAttempt?: unknown };
}
interface Runnable {
  invoke(input: unknown, config?: RunnableConfig): Promise<unknown>;
}
interface Branch {
  readonly path?: Runnable;
}
/** The parts of a compiled graph that this depends on. https://github.com/langchain-ai/langgraphjs/blob/main/libs/langgraph-core/src/pregel/index.ts */
interface CompiledGraph {
  readonly nodes: Readonly<Record<string, object>>;
  readonly builder?: { readonly branches?: Readonly<Record<string, Readonly<Record<string, Branch>>>> };
  getName?(): string;
  getSubgraphs?(namespace?: string, recurse?: boolean): Iterable<[string, CompiledGraph]>;
}

const START = '__start__';

export function isLangGraph(flow: object): flow is CompiledGraph {
  const { nodes, _runLoop } = flow as Record<string, unknown>;
  return typeof _runLoop === 'function' && typeof nodes === 'object' && nodes !== null;
}

/** Instruments a compiled LangGraph and the graphs that are nodes of it. */
export function instrumentLangGraph(flow: object, recorder: FlowRecorder): OverriddenMethods {
  const methods = new OverriddenMethods(recorder);
  const graph = flow as CompiledGraph;
  const graphs = new Map<CompiledGraph, string>([[graph, graph.getName?.() ?? 'LangGraph']]);
  for (const [path, subgraph] of graph.getSubgraphs?.(undefined, true) ?? [])
    if (!graphs.has(subgraph)) graphs.set(subgraph, path.split('|').at(-1) ?? path);
  for (const [one, name] of graphs) instrumentGraph(one, { name, isRoot: one === graph, recorder, methods });
  return methods;
}

interface LoopParameters {
  readonly config?: RunnableConfig;
}
type RunLoop = (this: unknown, parameters: LoopParameters) => Promise<unknown>;

interface InstrumentedGraph {
  readonly name: string;
  readonly isRoot: boolean;
  readonly recorder: FlowRecorder;
  readonly methods: OverriddenMethods;
}

function instrumentGraph(graph: CompiledGraph, { name, isRoot, recorder, methods }: InstrumentedGraph): void {
  // invoke, stream and streamEvents all use it, and it ends even when the stream is not read to its end.
  const runLoop = (original: RunLoop): RunLoop =>
    function (parameters) {
      const run = (): Promise<unknown> => original.call(this, parameters);
      return recorder.isOn ? recorder.flow(name, conversation(parameters.config), run) : run();
    };
  methods.override(graph, { _runLoop: runLoop }, { isRoot });
  for (const [node, pregelNode] of Object.entries(graph.nodes))
    if (node !== START) instrumentNode(pregelNode, node, recorder, methods);
  for (const branches of Object.values(graph.builder?.branches ?? {}))
    for (const { path } of Object.values(branches)) if (path !== undefined) instrumentPath(path, recorder, methods);
}

function conversation(config: RunnableConfig | undefined): Attributes {
  const thread = config?.configurable?.thread_id;
  return typeof thread === 'string' ? { 'gen_ai.conversation.id': thread } : {};
}

/** The graph requests the runnable of a node for each run. It may be an object of the application, so it is not changed. */
function instrumentNode(node: object, name: string, recorder: FlowRecorder, methods: OverriddenMethods): void {
  methods.override(node, {
    getNode: (original: () => Runnable | undefined) =>
      function (this: unknown) {
        const runnable = original.call(this);
        if (runnable === undefined || !recorder.isRunning) return runnable;
        const invoke: Runnable['invoke'] = (input, config) => {
          const run = (): Promise<unknown> => runnable.invoke(input, config);
          return recorder.isRunning ? recorder.node(name, attempt(config), input, run) : run();
        };
        return Object.create(runnable, { invoke: { value: invoke } });
      },
  });
}

function attempt(config: RunnableConfig | undefined): Attributes {
  const number = config?.executionInfo?.nodeAttempt;
  return typeof number === 'number' && number > 1 ? { 'flow.node.attempt': number } : {};
}

/** A conditional edge returns the next nodes. */
function instrumentPath(path: Runnable, recorder: FlowRecorder, methods: OverriddenMethods): void {
  methods.override(path, {
    invoke: (original: Runnable['invoke']): Runnable['invoke'] =>
      async function (this: Runnable, input, config) {
        const next = await original.call(this, input, config);
        const actions = [next].flat().filter((action) => typeof action === 'string');
        if (recorder.isRunning && actions.length > 0) recorder.action(actions.join(','));
        return next;
      },
  });
}
