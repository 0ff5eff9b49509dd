import { expect, test } from '@jest/globals';
import { deliver, named } from './delivery.ts';
import { expectUndisturbed } from './shop.ts';

const TENANTS = Array.from({ length: 20 }, (_, number) => `${number}`);

test('attributes reach every span and log record inside, across awaits, and concurrent requests do not mix', async () => {
  const delivery = await deliver({ file: 'with-attributes.mjs' });
  expectUndisturbed(delivery, 'with-attributes: 20 done\n');
  const { spans, logs, metrics } = delivery;
  expect([spans.length, logs.length]).toEqual([TENANTS.length * 2 + 1, TENANTS.length * 2 + 1]);
  const logOf = (body: string) => logs.find((record) => record.body === body);
  for (const tenant of TENANTS) {
    const outer = { 'app.tenant.id': tenant, 'app.stage': 'outer' };
    const request = named(spans, `request ${tenant}`);
    const step = named(spans, `step ${tenant}`);
    expect(request.attributes).toEqual(outer);
    expect(step).toMatchObject({ traceId: request.traceId, parentSpanId: request.spanId });
    // Inner calls add to outer ones and win; what a span or record sets itself wins over both.
    expect(step.attributes).toEqual({ ...outer, 'app.stage': 'inner', 'app.step': 'its own' });
    expect(logOf(`stepped ${tenant}`)?.attributes).toEqual({ ...outer, 'app.stage': 'inner', 'app.step': 1 });
    expect(logOf(`handled ${tenant}`)?.attributes).toEqual({ ...outer, 'app.stage': 'its own' });
  }
  expect(named(spans, 'outside').attributes).toEqual({});
  expect(logOf('outside')?.attributes).toEqual({});
  expect(named(metrics, 'requests').points).toMatchObject([{ attributes: {}, value: TENANTS.length }]);
});

test('without otelier running, the function runs all the same', async () => {
  const delivery = await deliver({ file: 'with-attributes.mjs', nodeOptions: [] });
  expectUndisturbed(delivery, 'with-attributes: 20 done\n');
  expect(delivery.requests).toEqual([]);
});

test('wrong arguments are a TypeError that says what was expected', async () => {
  const { result } = await deliver({ file: 'misuses-with-attributes.mjs' });
  expect(result.stdout.split('\n')).toEqual([
    'TypeError: withAttributes: expected fn to be a function, got undefined',
    'Error: thrown inside',
    '',
  ]);
});
