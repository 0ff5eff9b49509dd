import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, expect, test } from '@jest/globals';
import type { ExportResult } from '@opentelemetry/core';
import { emptyResource, type Resource } from '@opentelemetry/resources';
import { ExportLedger } from '../../src/diagnostics/export-ledger.ts';
import { ExportQueue } from '../../src/processors/export-queue.ts';
import type { ExportQueueOptions } from '../../src/processors/export-queue-options.ts';
import { clearDiagnostics, recordDiagnostics } from '../diagnostics/recorded-diagnostics.ts';

const recorded = recordDiagnostics();
beforeEach(() => clearDiagnostics(recorded));

interface Item {
  readonly id: number;
  readonly resource: Resource;
}

/** Exports end when the test says so. */
class HeldExporter {
  readonly batches: number[][] = [];
  readonly #ends: ((result: ExportResult) => void)[] = [];
  isShutDown = false;

  export(items: Item[], done: (result: ExportResult) => void): void {
    this.batches.push(items.map(({ id }) => id));
    this.#ends.push(done);
  }

  async shutdown(): Promise<void> {
    this.isShutDown = true;
  }

  async endNext(error?: Error): Promise<void> {
    this.#ends.shift()?.(error === undefined ? { code: 0 } : { code: 1, error });
    await turn();
  }

  get underWay(): number {
    return this.#ends.length;
  }
}

const OPTIONS = {
  items: 'things',
  sizeVariable: 'SIZE',
  maxQueueSize: 100,
  maxExportBatchSize: 2,
  scheduledDelayMillis: 60_000,
};

function create(options: Partial<ExportQueueOptions<Item>> = {}, resource = emptyResource()) {
  const exporter = new HeldExporter();
  const ledger = new ExportLedger({ signal: 'traces', destination: 'http://test', queueCapacity: 100 });
  const queue = new ExportQueue<Item>(exporter, { ...OPTIONS, ledger, ...options });
  const add = (count: number, from = 0): void => {
    for (let id = from; id < from + count; id++) queue.add({ id, resource });
  };
  return { exporter, queue, add, ledger };
}

const ids = (batches: readonly Item[][]): number[][] => batches.map((batch) => batch.map(({ id }) => id));

test('a full batch leaves after the call that filled it; the rest waits', async () => {
  const { exporter, add } = create();
  add(5);
  expect(exporter.batches).toEqual([]);
  await turn();
  expect(exporter.batches).toEqual([
    [0, 1],
    [2, 3],
  ]);
});

test('what is left leaves after the delay', async () => {
  const { exporter, add } = create({ scheduledDelayMillis: 5 });
  add(1);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(exporter.batches).toEqual([[0]]);
});

test('a slow destination gets eight batches at once, and the next one for each that ends', async () => {
  const { exporter, add } = create();
  add(30);
  await turn();
  expect(exporter.underWay).toBe(8);
  await exporter.endNext();
  expect(exporter.batches).toHaveLength(9);
});

test('a flush waits for all that was there, under way or not, and not for what comes later', async () => {
  const { exporter, queue, add } = create();
  add(19);
  await turn();
  let isDone = false;
  const flushing = queue.flush().then(() => {
    isDone = true;
  });
  add(1, 100);
  while (exporter.batches.flat().length < 19) await exporter.endNext();
  expect(isDone).toBe(false);
  while (exporter.underWay > 0) await exporter.endNext();
  await flushing;
  expect(exporter.batches.flat().filter((id) => id < 100)).toEqual(Array.from({ length: 19 }, (_, id) => id));
});

test('two flushes at once do not export more at once', async () => {
  const { exporter, queue, add } = create();
  add(40);
  const flushing = Promise.all([queue.flush(), queue.flush()]);
  await turn();
  expect(exporter.underWay).toBe(8);
  while (exporter.underWay > 0) await exporter.endNext();
  await flushing;
});

test('a flush rejects with the failure, and the queue goes on', async () => {
  const { exporter, queue, add } = create();
  add(1);
  const flushing = queue.flush();
  await turn();
  await exporter.endNext(new Error('refused'));
  await expect(flushing).rejects.toThrow('refused');
  add(2);
  await turn();
  expect(exporter.batches).toHaveLength(2);
});

test('beyond its size the newest are dropped, which is said once until there was room', async () => {
  const { exporter, queue, add } = create({ maxQueueSize: 3, maxExportBatchSize: 3 });
  add(5);
  const message =
    'SIZE: expected at most 3 things to wait for delivery, got more; the newest are dropped until there is room';
  expect(recorded.warnings).toEqual([message]);
  expect(ids(queue.drain())).toEqual([[0, 1, 2]]);
  add(5);
  expect(recorded.warnings).toEqual([message, message]);
  expect(exporter.batches).toEqual([]);
});

test('a drain hands over what is under way and what waits, in batches, once', async () => {
  const { exporter, queue, add } = create();
  add(4);
  await turn();
  add(3, 10);
  await exporter.endNext();
  expect(ids(queue.drain())).toEqual([[2, 3], [10, 11], [12]]);
  expect(queue.drain()).toEqual([]);
});

test('shutdown exports what waits, then ends the exporter; what comes later is dropped', async () => {
  const { exporter, queue, add } = create();
  add(1);
  const ending = Promise.all([queue.shutdown(), queue.shutdown()]);
  await turn();
  await exporter.endNext();
  await ending;
  add(1, 10);
  expect([exporter.batches, exporter.isShutDown, queue.drain()]).toEqual([[[0]], true, []]);
});

test('a resource that is not complete is waited for', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const resource = Object.create(emptyResource(), {
    asyncAttributesPending: { value: true },
    waitForAsyncAttributes: { value: () => promise },
  }) as Resource;
  const { exporter, add } = create({}, resource);
  add(2);
  await turn();
  expect(exporter.batches).toEqual([]);
  resolve();
  await turn();
  expect(exporter.batches).toEqual([[0, 1]]);
});
