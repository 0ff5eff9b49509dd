// Compiled graphs of the real LangGraph.
import { expect, test } from '@jest/globals';
import { Annotation, Command, END, interrupt, MemorySaver, START, StateGraph } from '@langchain/langgraph';
import type { Monitor } from '../../../src/library/monitor/monitor.ts';
import { instrumentFlow, MonitoringNode, uninstrumentFlow } from '../../../src/public/flow.ts';
import { quiet, spanOf, treeOf } from './spans.ts';

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
  count: Annotation<number>({ reducer: (_, b) => b, default: () => 0 }),
});
type State = typeof State.State;

const logs = (text: string) => async (_: State) => ({ log: [text] });

/** LangGraph ends behind the back of a consumer that has enough. */
async function drained(monitor: Monitor): Promise<void> {
  const deadline = performance.now() + 4_000;
  while (monitor.getStatistics().activeSpans > 0 && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 5));
}

function branching() {
  return new StateGraph(State)
    .addNode('plan', async ({ count }) => ({ log: [`plan ${count}`], count: count + 1 }))
    .addNode('left', logs('left'))
    .addNode('right', logs('right'))
    .addNode('join', logs('join'))
    .addEdge(START, 'plan')
    .addConditionalEdges('plan', ({ count }) => (count < 2 ? 'again' : 'on'), { again: 'plan', on: 'left' })
    .addEdge('plan', 'right')
    .addEdge('left', 'join')
    .addEdge('join', END)
    .compile();
}

test('conditional edges, loops and parallel branches: the same result, each node in its place', async () => {
  const plain = await branching().invoke({});
  const monitor = quiet();
  const graph = branching();
  expect(instrumentFlow(graph, { monitor })).toBe(graph);
  expect(await graph.invoke({})).toEqual(plain);
  const [tree] = treeOf(monitor) as [string[]];
  expect(tree[0]).toBe('invoke_workflow LangGraph');
  expect(tree.slice(1).toSorted()).toEqual(
    ['join', 'left', 'plan', 'plan', 'right', 'right'].map((name) => `execute_node ${name}`),
  );
  const plans = monitor.tracer.getAllSpans().filter(({ name }) => name === 'execute_node plan');
  expect(plans.map(({ attributes }) => attributes['flow.node.action'])).toEqual(['again', 'on']);
  expect(monitor.metrics.getCounterValue('flow.node.executions', { node: 'plan' })).toBe(2);
  expect(monitor.getStatistics().activeSpans).toBe(0);
});

test('streams, all of them and a part: one span that ends', async () => {
  const plain = [];
  for await (const chunk of await branching().stream({}, { streamMode: 'updates' })) plain.push(chunk);
  const monitor = quiet();
  const graph = instrumentFlow(branching(), { monitor });
  const chunks = [];
  for await (const chunk of await graph.stream({}, { streamMode: 'updates' })) chunks.push(chunk);
  expect(chunks).toEqual(plain);
  expect(spanOf(monitor, 'invoke_workflow LangGraph').endTime).toBeDefined();
  monitor.clear();
  for await (const _ of await graph.stream({}, { streamMode: 'updates' })) break;
  await drained(monitor);
  expect(spanOf(monitor, 'invoke_workflow LangGraph')).toMatchObject({ endTime: expect.any(Date) });
});

test('an error keeps its identity; node and flow are in error', async () => {
  const failure = new TypeError('no');
  const monitor = quiet();
  const graph = instrumentFlow(
    new StateGraph(State)
      .addNode('fails', async () => {
        throw failure;
      })
      .addEdge(START, 'fails')
      .compile(),
    { monitor },
  );
  await expect(graph.invoke({})).rejects.toBe(failure);
  expect(spanOf(monitor, 'execute_node fails').status).toBe('ERROR');
  expect(spanOf(monitor, 'invoke_workflow LangGraph').status).toBe('ERROR');
  expect(monitor.metrics.getCounterValue('flow.node.errors', { node: 'fails' })).toBe(1);
});

test('retries have a span each, with their number', async () => {
  let tries = 0;
  const monitor = quiet();
  const graph = instrumentFlow(
    new StateGraph(State)
      .addNode(
        'flaky',
        async () => {
          if (++tries < 3) throw new Error('not yet');
          return { log: ['now'] };
        },
        { retryPolicy: { maxAttempts: 3, initialInterval: 1, jitter: false, logWarning: false } },
      )
      .addEdge(START, 'flaky')
      .compile(),
    { monitor },
  );
  expect(await graph.invoke({})).toMatchObject({ log: ['now'] });
  const spans = monitor.tracer.getAllSpans().filter(({ name }) => name === 'execute_node flaky');
  expect(spans.map(({ status }) => status === 'ERROR')).toEqual([true, true, false]);
  expect(spans.map(({ attributes }) => attributes['flow.node.attempt'])).toEqual([undefined, 2, 3]);
});

test('sub-graphs are flows within flows', async () => {
  const inner = new StateGraph(State).addNode('inside', logs('inside')).addEdge(START, 'inside').compile();
  const monitor = quiet();
  const graph = instrumentFlow(
    new StateGraph(State)
      .addNode('sub', inner)
      .addNode('after', logs('after'))
      .addEdge(START, 'sub')
      .addEdge('sub', 'after')
      .compile(),
    { monitor },
  );
  expect(await graph.invoke({})).toMatchObject({ log: ['inside', 'after'] });
  expect(treeOf(monitor)).toEqual([
    [
      'invoke_workflow LangGraph',
      ['execute_node sub', ['invoke_workflow sub', 'execute_node inside']],
      'execute_node after',
    ],
  ]);
});

test('an interrupt and its resumption are no errors; the thread is the conversation', async () => {
  const monitor = quiet();
  const graph = instrumentFlow(
    new StateGraph(State)
      .addNode('asks', async () => ({ log: [String(interrupt('sure?'))] }))
      .addEdge(START, 'asks')
      .compile({ checkpointer: new MemorySaver() }),
    { monitor },
  );
  const config = { configurable: { thread_id: 't1' } };
  expect(await graph.invoke({}, config)).toHaveProperty('__interrupt__');
  const asked = spanOf(monitor, 'execute_node asks');
  expect(asked.status).not.toBe('ERROR');
  expect(asked.events.map(({ name }) => name)).toEqual(['flow.interrupt']);
  expect(spanOf(monitor, 'invoke_workflow LangGraph').attributes['gen_ai.conversation.id']).toBe('t1');
  expect(await graph.invoke(new Command({ resume: 'yes' }), config)).toMatchObject({ log: ['yes'] });
  expect(monitor.metrics.getCounterValue('flow.node.errors')).toBe(0);
});

test('concurrent runs do not mix, and what nodes start is below them', async () => {
  const monitor = quiet();
  const graph = instrumentFlow(
    new StateGraph(State)
      .addNode('works', async ({ count }) => {
        await new Promise((resolve) => setImmediate(resolve));
        return monitor.tracer.span(`work ${count}`, async () => ({ log: [`${count}`] }));
      })
      .addEdge(START, 'works')
      .compile(),
    { monitor },
  );
  await Promise.all([1, 2, 3].map((count) => graph.invoke({ count })));
  const trees = treeOf(monitor)
    .map((tree) => JSON.stringify(tree))
    .toSorted();
  expect(trees).toEqual(
    [1, 2, 3].map((count) => JSON.stringify(['invoke_workflow LangGraph', ['execute_node works', `work ${count}`]])),
  );
});

test('undone: no spans any more', async () => {
  const monitor = quiet();
  const graph = uninstrumentFlow(instrumentFlow(branching(), { monitor }));
  await graph.invoke({});
  expect(treeOf(monitor)).toEqual([]);
});

test('a MonitoringNode as a node of a graph', async () => {
  const monitor = quiet();
  const node = new MonitoringNode({ monitor });
  const graph = new StateGraph(
    Annotation.Root({
      MonitoringNode: Annotation<{ stats: object }>({ reducer: (_, b) => b, default: () => ({ stats: {} }) }),
    }),
  )
    .addNode('monitor', node.asLangGraphNode() as never)
    .addEdge(START, 'monitor' as never)
    .compile();
  expect(await graph.invoke({})).toMatchObject({ MonitoringNode: { stats: { metricsCount: 2 } } });
});
