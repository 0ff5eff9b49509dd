// Nodes that belong to many flows, since an application makes its flow for each request.
import { expect, test } from '@jest/globals';
import { Annotation, START, StateGraph } from '@langchain/langgraph';
import { Flow, Node } from 'pocketflow';
import { instrumentFlow, Flow as OwnFlow, Node as OwnNode, uninstrumentFlow } from '../../../src/public/flow.ts';
import { quiet, treeOf } from './spans.ts';

class Step extends Node {}
const METHODS = ['_run', 'exec', 'getNextNode', 'clone'];

test('a node in 5,000 instrumented flows is called once, and recorded by the flow that runs', async () => {
  const node = new Step();
  const first = quiet();
  const flow = instrumentFlow(new Flow(node), { monitor: first });
  const last = quiet();
  let latest = flow;
  for (let i = 0; i < 5_000; i++) latest = instrumentFlow(new Flow(node), { monitor: last });
  await latest.run({});
  expect([treeOf(first), treeOf(last)]).toEqual([[], [['invoke_workflow Flow', 'execute_node Step']]]);
  await flow.run({});
  expect(treeOf(first)).toEqual([['invoke_workflow Flow', 'execute_node Step']]);
});

test('a builder whose graphs are all instrumented', async () => {
  const builder = new StateGraph(Annotation.Root({ n: Annotation<number>() }))
    .addNode('one', () => ({ n: 1 }))
    .addEdge(START, 'one')
    .addConditionalEdges('one', () => '__end__');
  const monitor = quiet();
  let graph = builder.compile();
  for (let i = 0; i < 500; i++) graph = instrumentFlow(builder.compile(), { monitor });
  expect(await graph.invoke({ n: 0 })).toEqual({ n: 1 });
  expect(treeOf(monitor)).toEqual([['invoke_workflow LangGraph', 'execute_node one']]);
});

test.each([
  [0, 1],
  [1, 0],
])('undone in any order, nothing is left on a shared node (%i, then %i)', async (...order) => {
  const node = new Step();
  const flows = [0, 1].map(() => instrumentFlow(new Flow(node), { monitor: quiet() }));
  for (const index of order) {
    expect(METHODS.filter((name) => Object.hasOwn(node, name))).toEqual(METHODS);
    uninstrumentFlow(flows[index] as Flow);
  }
  expect(METHODS.filter((name) => Object.hasOwn(node, name))).toEqual([]);
});

test('a clone with a method of its own keeps it', async () => {
  class Counting extends Node {
    count = 0;
    override exec = async () => ++this.count;
    override clone() {
      return new Counting() as this;
    }
  }
  const monitor = quiet();
  const node = new Counting();
  const flow = instrumentFlow(new Flow(node), { monitor });
  await flow.run({});
  await flow.run({});
  expect(node.count).toBe(0);
  expect(treeOf(monitor)).toHaveLength(2);
});

test('a frozen node runs, and is not recorded', async () => {
  const node = Object.freeze(
    new (class Fixed extends OwnNode {
      override exec = async () => 7;
    })('fixed'),
  );
  const monitor = quiet();
  const flow = instrumentFlow(new OwnFlow({ nodes: [node] }), { monitor });
  expect(await flow.execute()).toEqual({ fixed: 7 });
  expect(treeOf(monitor)).toHaveLength(1);
});

test('what a node throws is what the application gets, whatever it is', async () => {
  const hostile = new Proxy(new Error('own'), {
    get() {
      throw new TypeError('trap');
    },
    getPrototypeOf() {
      throw new TypeError('trap');
    },
  });
  const monitor = quiet();
  const thrown = await instrumentFlow(
    new OwnFlow({ nodes: [{ name: 'fails', exec: async () => Promise.reject(hostile) }] }),
    { monitor },
  )
    .execute()
    .catch((error: unknown) => [error]);
  expect(Array.isArray(thrown) && thrown[0] === hostile).toBe(true);
  expect(monitor.getStatistics().activeSpans).toBe(0);
});
