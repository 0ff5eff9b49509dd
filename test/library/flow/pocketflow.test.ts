// Flows of the real PocketFlow: what they do stays the same, and each node has its place in the tree.
import { expect, test } from '@jest/globals';
import { type BaseNode, BatchFlow, BatchNode, Flow, Node, ParallelBatchFlow, ParallelBatchNode } from 'pocketflow';
import { instrumentFlow, uninstrumentFlow } from '../../../src/public/flow.ts';
import { quiet, spanOf, treeOf } from './spans.ts';

interface Shared {
  readonly log: string[];
  count?: number;
}
const newShared = (): Shared => ({ log: [] });

class Load extends Node<Shared> {
  override async exec() {
    return 'loaded';
  }
  override async post(shared: Shared, _: unknown, result: unknown) {
    shared.log.push(String(result));
    return undefined;
  }
}
class Decide extends Node<Shared> {
  override async post(shared: Shared) {
    shared.count = (shared.count ?? 0) + 1;
    shared.log.push(`decide ${shared.count}`);
    return shared.count < 3 ? 'again' : 'done';
  }
}
class Finish extends Node<Shared> {
  override async post(shared: Shared) {
    shared.log.push('finished');
    return undefined;
  }
}

function looping() {
  const [load, decide, finish] = [new Load(), new Decide(), new Finish()];
  load.next(decide);
  decide.on('again', load).on('done', finish);
  return new Flow<Shared>(load);
}

test('branches and loops: spans in order below the flow, the same result', async () => {
  const plain = newShared();
  await looping().run(plain);
  const monitor = quiet();
  const flow = looping();
  expect(instrumentFlow(flow, { monitor })).toBe(flow);
  const shared = newShared();
  expect(await flow.run(shared)).toBeUndefined();
  expect(shared).toEqual(plain);
  const round = ['execute_node Load', 'execute_node Decide'];
  expect(treeOf(monitor)).toEqual([['invoke_workflow Flow', ...round, ...round, ...round, 'execute_node Finish']]);
  const decisions = monitor.tracer.getAllSpans().filter(({ name }) => name === 'execute_node Decide');
  expect(decisions.map(({ attributes }) => attributes['flow.node.action'])).toEqual(['again', 'again', 'done']);
  expect(monitor.metrics.getCounterValue('flow.node.executions', { node: 'Decide' })).toBe(3);
  expect(monitor.metrics.getHistogramStats('flow.node.duration', { node: 'Load' })).toMatchObject({ count: 3 });
  expect(monitor.metrics.getCounterValue('flow.node.errors')).toBe(0);
  expect(monitor.metrics.getGaugeValue('flow.active_nodes')).toBe(0);
});

test('retries are events, the last failure is the error, which is the same object', async () => {
  const failure = new RangeError('no');
  class Fails extends Node {
    override async exec() {
      throw failure;
    }
  }
  const monitor = quiet();
  const flow = instrumentFlow(new Flow(new Fails(3, 0.001)), { monitor, prefix: 'jobs' });
  await expect(flow.run({})).rejects.toBe(failure);
  const span = spanOf(monitor, 'execute_node Fails');
  expect(span.status).toBe('ERROR');
  expect(span.events.filter(({ name }) => name === 'flow.node.retry').map(({ attributes }) => attributes)).toEqual(
    [1, 2].map((attempt) =>
      expect.objectContaining({
        'flow.node.attempt': attempt,
        'exception.type': 'RangeError',
        'exception.message': 'no',
      }),
    ),
  );
  expect(spanOf(monitor, 'invoke_workflow Flow').status).toBe('ERROR');
  expect(monitor.metrics.getCounterValue('jobs.node.errors', { node: 'Fails' })).toBe(1);
});

test('a try that fails with something that has no text is an event, too', async () => {
  const textless: unknown = Object.create(null);
  class Fails extends Node {
    override async exec() {
      throw textless;
    }
  }
  const monitor = quiet();
  const flow = instrumentFlow(new Flow(new Fails(2, 0.001)), { monitor });
  const thrown = await flow.run({}).catch((error: unknown) => [error]);
  expect(Array.isArray(thrown) && thrown[0] === textless).toBe(true);
  const retries = spanOf(monitor, 'execute_node Fails').events.filter(({ name }) => name === 'flow.node.retry');
  expect(retries.map(({ attributes }) => attributes)).toEqual([
    expect.objectContaining({ 'flow.node.attempt': 1, 'exception.type': 'object' }),
  ]);
});

test('a fallback is no error', async () => {
  class Falls extends Node<Shared> {
    override async exec() {
      throw new Error('no');
    }
    override async execFallback() {
      return 'instead';
    }
    override async post(shared: Shared, _: unknown, result: unknown) {
      shared.log.push(String(result));
      return undefined;
    }
  }
  const monitor = quiet();
  const shared = newShared();
  await instrumentFlow(new Flow<Shared>(new Falls(2)), { monitor }).run(shared);
  expect(shared.log).toEqual(['instead']);
  expect(spanOf(monitor, 'execute_node Falls').status).not.toBe('ERROR');
  expect(monitor.metrics.getCounterValue('flow.node.errors')).toBe(0);
});

test('batches, sequential and parallel, and nested flows', async () => {
  class Squares extends BatchNode<Shared, Record<string, unknown>> {
    override async prep() {
      return [1, 2, 3];
    }
    override async exec(n: unknown) {
      return (n as number) ** 2;
    }
    override async post(shared: Shared, _: unknown, results: unknown) {
      shared.log.push(String(results));
      return undefined;
    }
  }
  class Cubes extends ParallelBatchNode<Shared, Record<string, unknown>> {
    override async prep() {
      return [1, 2];
    }
    override async exec(n: unknown) {
      return (n as number) ** 3;
    }
    override async post(shared: Shared, _: unknown, results: unknown) {
      shared.log.push(String(results));
      return undefined;
    }
  }
  class Item extends Node<Shared> {
    override async post(shared: Shared) {
      shared.log.push(String((this as unknown as { _params: { id: number } })._params.id));
      return undefined;
    }
  }
  class Items extends BatchFlow<Shared> {
    override async prep() {
      return [{ id: 7 }, { id: 8 }];
    }
  }
  class Parallel extends ParallelBatchFlow<Shared> {
    override async prep() {
      return [{ id: 1 }, { id: 2 }];
    }
  }
  const build = () => {
    const squares = new Squares();
    const items = new Items(new Item());
    squares.next(new Cubes()).next(items).next(new Parallel(new Item()));
    return new Flow<Shared>(squares);
  };
  const plain = newShared();
  await build().run(plain);
  const monitor = quiet();
  const shared = newShared();
  await instrumentFlow(build(), { monitor }).run(shared);
  expect(shared).toEqual(plain);
  expect(treeOf(monitor)).toEqual([
    [
      'invoke_workflow Flow',
      'execute_node Squares',
      'execute_node Cubes',
      ['invoke_workflow Items', 'execute_node Item', 'execute_node Item'],
      ['invoke_workflow Parallel', 'execute_node Item#2', 'execute_node Item#2'],
    ],
  ]);
  expect(monitor.metrics.getCounterValue('flow.node.executions', { node: 'Items' })).toBe(1);
});

test('nodes that are connected later have spans; nodes of other flows have not', async () => {
  const monitor = quiet();
  const shared = new Finish();
  class Builds extends Node<Shared> {
    override async post() {
      (this as unknown as { _successors: Map<string, BaseNode> })._successors.set('default', shared);
      return undefined;
    }
  }
  const flow = instrumentFlow(new Flow<Shared>(new Builds()), { monitor });
  await flow.run(newShared());
  expect(treeOf(monitor)).toEqual([['invoke_workflow Flow', 'execute_node Builds', 'execute_node Finish']]);
  monitor.clear();
  await new Flow<Shared>(shared).run(newShared());
  expect(treeOf(monitor)).toEqual([]);
});

test('an object and its classes are as before when it is undone, and twice is once', async () => {
  const monitor = quiet();
  const flow = looping();
  const start = flow.start as object;
  const before = [Object.keys(flow), Object.keys(start), Object.getOwnPropertyNames(Object.getPrototypeOf(start))];
  instrumentFlow(instrumentFlow(flow, { monitor }), { monitor });
  expect([Object.keys(flow), Object.keys(start)]).toEqual(before.slice(0, 2));
  await flow.run(newShared());
  expect(monitor.metrics.getCounterValue('flow.node.executions')).toBe(7);
  expect(uninstrumentFlow(flow)).toBe(flow);
  expect(Object.getOwnPropertyNames(start)).toEqual(before[1]);
  expect(Object.getOwnPropertyNames(Object.getPrototypeOf(start))).toEqual(before[2]);
  await flow.run(newShared());
  expect(monitor.metrics.getCounterValue('flow.node.executions')).toBe(7);
});

test('methods that are fields of a node stay fields, with their this', async () => {
  const monitor = quiet();
  class Fields extends Node<Shared> {
    readonly greeting = 'hello';
    override exec = async () => this.greeting;
    override post = async (shared: Shared, _: unknown, result: unknown) => {
      shared.log.push(String(result));
      return undefined;
    };
  }
  const shared = newShared();
  const flow = instrumentFlow(new Flow<Shared>(new Fields()), { monitor });
  await flow.run(shared);
  await flow.run(shared);
  expect(shared.log).toEqual(['hello', 'hello']);
  expect(monitor.metrics.getCounterValue('flow.node.executions', { node: 'Fields' })).toBe(2);
});

test('a node that never settles is active; a cyclic store does no harm, and content holds no secrets', async () => {
  const monitor = quiet();
  const secret = ['hunter', '2', 'Xy7'].join('');
  const shared: Record<string, unknown> = { password: secret, note: `token=${secret}` };
  shared['self'] = shared;
  const entered = Promise.withResolvers<void>();
  class Hangs extends Node {
    override async exec() {
      entered.resolve();
      await new Promise(() => {});
    }
  }
  void instrumentFlow(new Flow(new Hangs()), { monitor, captureContent: true }).run(shared);
  await entered.promise;
  expect(monitor.getStatistics()).toMatchObject({ activeSpans: 2 });
  expect(monitor.metrics.getGaugeValue('flow.active_nodes')).toBe(1);
  const input = spanOf(monitor, 'execute_node Hangs').attributes['flow.node.input'];
  expect(input).toContain('[REDACTED:');
  expect(input).not.toContain(secret);
});
