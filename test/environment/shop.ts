/** What the fixtures telemetry.mjs and telemetry.cjs print and emit. */
import { expect } from '@jest/globals';
import { expectOutcome } from '../program/outcome.ts';
import { type Delivery, named, namesOf } from './delivery.ts';
import { SIGNALS, type SignalName } from './signals.ts';

export const SHOP_OUTPUT = 'shop: done\n';

/** The application noticed nothing: its exit code and its output are its own, and otelier had nothing to say. */
export function expectUndisturbed({ result }: Delivery, stdout = SHOP_OUTPUT): void {
  expectOutcome(result, { stdout, stderr: '' });
}

/** Everything that the program emitted is there, once, and connected. */
export function expectShop({ spans, metrics, logs }: Delivery): void {
  expect(namesOf(spans)).toEqual(['charge', 'order']);
  const [order, charge] = [named(spans, 'order'), named(spans, 'charge')];
  expect(order).toMatchObject({ kind: 'internal', attributes: { 'shop.items': 3 }, scope: { name: 'shop' } });
  expect(order).not.toHaveProperty('parentSpanId');
  expect(charge).toMatchObject({
    traceId: order.traceId,
    parentSpanId: order.spanId,
    status: { code: 'ERROR', message: 'declined' },
  });
  expect(namesOf(metrics)).toEqual(['shop.duration', 'shop.orders', 'shop.stock', 'shop.ticks']);
  expect(named(metrics, 'shop.orders')).toMatchObject({
    type: 'sum',
    unit: '{order}',
    points: [{ attributes: { shop: 'a' }, value: 3 }],
  });
  expect(logs).toMatchObject([
    {
      body: 'card charged',
      severityText: 'INFO',
      traceId: charge.traceId,
      spanId: charge.spanId,
      attributes: { 'shop.card': 'test' },
    },
  ]);
}

/** Only these signals arrived. */
export function expectSignals(
  { spans, metrics, logs }: Pick<Delivery, 'spans' | 'metrics' | 'logs'>,
  ...signals: readonly SignalName[]
): void {
  const arrived = { traces: spans.length > 0, metrics: metrics.length > 0, logs: logs.length > 0 };
  expect(arrived).toEqual(Object.fromEntries(SIGNALS.map((signal) => [signal, signals.includes(signal)])));
}
