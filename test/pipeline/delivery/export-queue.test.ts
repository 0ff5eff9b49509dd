import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { ExportResult } from '@opentelemetry/core';
import { emptyResource, type Resource } from '@opentelemetry/resources';
import type { DeliveryResult } from '../../../src/foundation/diagnostics/delivery-result.ts';
import { ExportLedger } from '../../../src/pipeline/delivery/export-ledger.ts';
import { ExportQueue, type ExportQueueOptions } from '../../../src/pipeline/delivery/export-queue.ts';
import { clearDiagnostics, recordDiagnostics } from '../../foundation/diagnostics/recorded-diagnostics.ts';

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

  async endNext(error?: Error, result: DeliveryResult = error === undefined ? { code: 0 } : { code: 1, error }) {
    this.#ends.shift()?.(result);
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

describe('ExportQueue', () => {
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

  const down = { code: 1, error: new Error('down'), isTransient: true } as const;

  test('while the destination is down one batch at a time is tried; what comes of it all is in the books', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    try {
      const { exporter, add, ledger } = create({ now: () => Date.now() });
      add(30);
      await turn();
      for (let batch = 0; batch < 8; batch++) await exporter.endNext(undefined, down);
      expect([exporter.underWay, ledger.snapshot().isDown, ledger.snapshot().queueSize]).toEqual([0, true, 30]);
      await jest.advanceTimersByTimeAsync(1_300);
      expect([exporter.underWay, exporter.batches.length]).toEqual([1, 9]);
      await exporter.endNext();
      expect(exporter.underWay).toBe(8);
      while (exporter.underWay > 0) await exporter.endNext();
      expect(new Set(exporter.batches.flat()).size).toBe(30);
      expect(ledger.snapshot()).toMatchObject({ sent: 30, failed: 8, dropped: {}, queueSize: 0, isDown: false });
    } finally {
      jest.useRealTimers();
    }
  });

  test('a flush ends when the destination is not there, and what waits goes on waiting', async () => {
    const { exporter, queue, add, ledger } = create();
    add(3);
    const rejected = expect(queue.flush()).rejects.toThrow('down');
    await turn();
    while (exporter.underWay > 0) await exporter.endNext(undefined, down);
    await rejected;
    expect(ledger.snapshot()).toMatchObject({ dropped: {}, queueSize: 3 });
  });

  test('created = sent + dropped + waiting, whatever the answers are', async () => {
    const { exporter, queue, add, ledger } = create({ maxQueueSize: 20 });
    add(25);
    await turn();
    await exporter.endNext();
    await exporter.endNext(new Error('refused'));
    await exporter.endNext(undefined, { code: 0, rejected: 1 });
    await exporter.endNext(undefined, { code: 0, unserialisable: 1 });
    await exporter.endNext(undefined, { code: 1, error: new Error('nothing to send'), unserialisable: 2 });
    expect(ledger.snapshot()).toMatchObject({
      sent: 4,
      dropped: { queue_full: 5, refused: 2, rejected: 1, unserialisable: 3 },
      queueSize: 10,
    });
    expect(queue.drain().flat()).toHaveLength(10);
  });

  test('an exporter that throws costs its batch, and no unhandled rejection', async () => {
    const exporter = {
      export: () => {
        throw new Error('no exporter');
      },
      shutdown: async () => {},
    };
    const ledger = new ExportLedger({ signal: 'traces', destination: 'http://test', queueCapacity: 100 });
    const queue = new ExportQueue<Item>(exporter, { ...OPTIONS, ledger });
    queue.add({ id: 1, resource: emptyResource() });
    await expect(queue.flush()).rejects.toThrow('no exporter');
    expect(ledger.snapshot()).toMatchObject({ dropped: { unserialisable: 1 }, queueSize: 0 });
  });

  test('what was not sent does not end an outage', async () => {
    const { exporter, queue, add } = create({ maxExportBatchSize: 1, scheduledDelayMillis: 0 });
    add(2);
    await turn();
    await exporter.endNext(undefined, { code: 1, isTransient: true, error: new Error('away') });
    expect(queue.isDown).toBe(true);
    await exporter.endNext(undefined, { code: 0, isUnsent: true });
    expect(queue.isDown).toBe(true);
  });

  test('what cannot be measured is counted, and nothing is thrown', () => {
    const sizeOf = (): number => {
      throw new Error('a getter of the application');
    };
    const { add, ledger } = create({ sizeOf });
    add(3);
    expect(ledger.snapshot()).toMatchObject({ dropped: { unserialisable: 3 }, queueSize: 0 });
  });
});
