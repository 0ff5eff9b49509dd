import { expect, test } from '@jest/globals';
import { Flow as PocketFlow, Node as PocketNode } from 'pocketflow';
import { Monitor } from '../../../src/library/monitor/monitor.ts';
import { Flow, instrumentFlow, MonitoringNode, Node } from '../../../src/public/flow.ts';
import { quiet, spanOf, treeOf } from './spans.ts';

// The seed's example, line by line.
test('a MonitoringNode in a Flow', async () => {
  const monitor = new Monitor({ serviceName: 'my_flow' });
  monitor.metrics.counter('flow.executions');
  monitor.metrics.gauge('flow.active_nodes', 3);
  const monitoringNode = new MonitoringNode({ monitor, metricPrefix: 'flow', enableLogging: false });
  const flow = new Flow({ nodes: [monitoringNode] });
  const result = (await flow.execute()) as { MonitoringNode: { stats: { metricsCount: number; serviceName: string } } };
  const { stats } = result.MonitoringNode;
  expect(stats).toMatchObject({ metricsCount: 2, serviceName: 'my_flow' });
  expect(monitor.metrics.getCounterValue('flow.executions')).toBe(2);
  expect(monitor.metrics.getGaugeValue('flow.active_nodes')).toBe(1);
});

class Double extends Node {
  override async exec(shared: Record<string, unknown>) {
    return Number(shared['n']) * 2;
  }
}

test('nodes one after the other, results by name, the same store for all', async () => {
  class Adds extends Node {
    override exec(shared: Record<string, unknown>) {
      shared['n'] = 5;
      return { result: [1] };
    }
  }
  const monitor = quiet();
  const flow = instrumentFlow(new Flow({ nodes: [new Adds(), new Double(), new Double('again')] }), { monitor });
  expect(await flow.execute()).toEqual({ Adds: { result: [1] }, Double: 10, again: 10 });
  expect(treeOf(monitor)).toEqual([
    ['invoke_workflow Flow', 'execute_node Adds', 'execute_node Double', 'execute_node again'],
  ]);
  expect(monitor.metrics.getHistogramStats('flow.node.duration', { node: 'again' })).toMatchObject({ count: 1 });
});

test('what a node throws is thrown on', async () => {
  const failure = new Error('no');
  class Fails extends Node {
    override exec(): never {
      throw failure;
    }
  }
  const monitor = quiet();
  await expect(instrumentFlow(new Flow({ nodes: [new Fails()] }), { monitor }).execute()).rejects.toBe(failure);
  expect(spanOf(monitor, 'execute_node Fails')).toMatchObject({
    status: 'ERROR',
    attributes: { 'error.type': expect.stringMatching(/Error$/) },
  });
});

test('a MonitoringNode between two nodes of PocketFlow passes the action on', async () => {
  const monitor = quiet();
  const done: string[] = [];
  class First extends PocketNode {
    override async post() {
      return 'approve';
    }
  }
  class Last extends PocketNode {
    override async post() {
      done.push('last');
      return undefined;
    }
  }
  const [first, node] = [new First(), new MonitoringNode({ monitor })];
  first.on('approve', node as never);
  node.on('approve', new Last());
  const shared: Record<string, unknown> = {};
  await instrumentFlow(new PocketFlow(first), { monitor }).run(shared);
  expect(done).toEqual(['last']);
  expect(shared).toMatchObject({ MonitoringNode: { stats: { activeSpans: 2 } } });
  expect(treeOf(monitor)).toEqual([
    ['invoke_workflow Flow', 'execute_node First', 'execute_node MonitoringNode', 'execute_node Last'],
  ]);
});

test.each([
  [() => new Flow({ nodes: [{} as never] }), 'Flow: expected nodes[0] to have a method exec, got none'],
  [() => new Flow({ nodes: [new Double(), new Double()] }), 'got "Double" twice; give one of them another name'],
  [() => new Flow({} as never), 'Flow: expected nodes to be an array, got undefined'],
  [() => instrumentFlow({ compile() {} }), 'got a Object; call compile() first'],
  [() => instrumentFlow(null as never), 'a compiled LangGraph or a Flow, got null'],
  [
    () => instrumentFlow(new Flow({ nodes: [] }), { prefix: 7 as never }),
    'expected prefix to be a non-empty string, got 7',
  ],
  [() => new MonitoringNode({ monitor: {} as never }), 'expected monitor to be a Monitor, got an object'],
])('%s throws a TypeError that says what was expected', (make, message) => {
  expect(make).toThrow(TypeError);
  expect(make).toThrow(message);
});

// The seed's example of a node that monitors itself, line by line.
test('a custom node: span, counter and timer of its own', async () => {
  const monitor = quiet();
  class DataProcessingNode extends Node {
    override exec() {
      return monitor.tracer.span(`node.${this.name}`, (span) => {
        monitor.metrics.counter('nodes.executed', 1, { node: this.name });
        using _timer = monitor.metrics.timer('node.duration', { node: this.name });
        const result = [1, 2, 3];
        span.setAttribute('records_processed', result.length);
        return { result };
      });
    }
  }
  const results = await new Flow({ nodes: [new DataProcessingNode()] }).execute();
  expect(results).toEqual({ DataProcessingNode: { result: [1, 2, 3] } });
  expect(spanOf(monitor, 'node.DataProcessingNode').attributes).toMatchObject({ records_processed: 3 });
  expect(monitor.metrics.getCounterValue('nodes.executed', { node: 'DataProcessingNode' })).toBe(1);
  expect(monitor.metrics.getHistogramStats('node.duration')).toMatchObject({ count: 1 });
});
