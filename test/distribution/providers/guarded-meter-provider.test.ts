import { beforeEach, describe, expect, test } from '@jest/globals';
import { type MeterProvider as ApiMeterProvider, createNoopMeter } from '@opentelemetry/api';
import { MeterProvider, MetricReader, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import fc from 'fast-check';
import { guardMeterProvider } from '../../../src/distribution/providers/guarded-meter-provider.ts';
import { clearDiagnostics, recordDiagnostics } from '../../foundation/diagnostics/recorded-diagnostics.ts';

const recorded = recordDiagnostics();
beforeEach(() => clearDiagnostics(recorded));

class PulledReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

function create() {
  const reader = new PulledReader();
  return { reader, provider: guardMeterProvider(new MeterProvider({ readers: [reader] })) };
}

const pointsOf = ({ scopeMetrics }: ResourceMetrics, name: string): readonly unknown[] =>
  scopeMetrics
    .flatMap(({ metrics }) => metrics)
    .filter(({ descriptor }) => descriptor.name === name)
    .flatMap(({ dataPoints }) => dataPoints.map(({ attributes, value }) => [attributes, value]));

const throws = (): never => {
  throw new Error('hostile');
};
const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;
const revoked = Proxy.revocable({}, {});
revoked.revoke();

// Referred to by their places: fast-check itself cannot hold a Proxy that throws.
const HOSTILE: readonly unknown[] = [
  null,
  undefined,
  5n,
  Symbol('s'),
  Number.NaN,
  '',
  'text',
  [],
  [5n],
  { 'order.id': 5n },
  cycle,
  { nested: cycle },
  {
    get broken() {
      return throws();
    },
  },
  { toJSON: throws },
  { bad: { toJSON: throws } },
  { toString: throws, valueOf: throws },
  { a: null, b: undefined },
  new Proxy({}, { get: throws, ownKeys: throws, getOwnPropertyDescriptor: throws }),
  revoked.proxy,
  { advice: { explicitBucketBoundaries: 'x' } },
  { advice: { explicitBucketBoundaries: [3, 'x'] } },
  { advice: null, unit: 5, description: {}, valueType: 'INT' },
  throws,
];
type Value = { readonly hostile: number } | { readonly usual: unknown };
const hostile: fc.Arbitrary<Value> = fc.nat(HOSTILE.length - 1).map((place) => ({ hostile: place }));
const usual = (...values: unknown[]): fc.Arbitrary<Value> =>
  fc.constantFrom(...values).map((value) => ({ usual: value }));
const resolve = (value: Value): unknown => ('hostile' in value ? HOSTILE[value.hostile] : value.usual);
const valuesOf = (values: readonly Value[]): unknown[] => values.map(resolve);

const CREATE = [
  'createCounter',
  'createUpDownCounter',
  'createHistogram',
  'createGauge',
  'createObservableCounter',
  'createObservableUpDownCounter',
  'createObservableGauge',
] as const;
const USE = ['add', 'record', 'addCallback', 'removeCallback'] as const;
const METER = ['addBatchObservableCallback', 'removeBatchObservableCallback'] as const;

type Anything = Record<string, (...args: unknown[]) => unknown>;
const name = fc.oneof({ weight: 3, arbitrary: usual('a', 'b') }, { weight: 1, arbitrary: hostile });
const call = fc.record({
  meter: fc.tuple(name, hostile, hostile),
  create: fc.constantFrom(...CREATE),
  instrument: fc.tuple(name, hostile),
  use: fc.constantFrom(...USE),
  args: fc.tuple(fc.oneof(usual(1), hostile), hostile, hostile),
  batch: fc.constantFrom(...METER),
});

type Call = typeof call extends fc.Arbitrary<infer T> ? T : never;

/** Returns the kinds of all results. */
function run(provider: ApiMeterProvider, given: Call): string {
  const args = valuesOf(given.args);
  const made = (provider as unknown as Anything)['getMeter']?.(...valuesOf(given.meter)) as unknown as Anything;
  const used = made[given.create]?.(...valuesOf(given.instrument)) as Anything;
  const observe = (result: unknown): void => void (result as Anything)['observe']?.(...args);
  const isCallback = given.use.endsWith('Callback');
  const result = used[given.use]?.(...(isCallback ? [args[0] === 1 ? observe : args[0]] : args));
  const observeBatch = (batch: unknown): void => void (batch as Anything)['observe']?.(used, ...args);
  const batched = made[given.batch]?.(observeBatch, [used]);
  return [typeof made, typeof used, typeof result, typeof batched].join();
}

describe('guardMeterProvider', () => {
  test('an attribute that cannot be read is left out, the value counts, and it is one warning', async () => {
    const { reader, provider } = create();
    const meter = provider.getMeter('m', 'v', null as never);
    const counter = meter.createCounter('orders', null as never);
    for (let index = 0; index < 3; index++) counter.add(1, { 'order.id': 5n as never, kind: 'new' });
    meter.createObservableGauge('gauge').addCallback((result) => result.observe(7, { list: [1], bad: cycle as never }));
    const { resourceMetrics, errors } = await reader.collect();
    expect(errors).toEqual([]);
    expect(pointsOf(resourceMetrics, 'orders')).toEqual([[{ kind: 'new' }, 3]]);
    expect(pointsOf(resourceMetrics, 'gauge')).toEqual([[{ list: [1] }, 7]]);
    expect(recorded.warnings.filter((warning) => warning.includes("metric's add"))).toHaveLength(1);
  });

  test('bad advice is ignored: the histogram records with its default boundaries', async () => {
    const { reader, provider } = create();
    const options = { unit: 's', advice: { explicitBucketBoundaries: 'x' as never } };
    provider.getMeter('m').createHistogram('h', options).record(3);
    const [point] = pointsOf((await reader.collect()).resourceMetrics, 'h') as [[object, { count: number }]];
    expect(point[1]).toMatchObject({ count: 1, sum: 3 });
    expect(recorded.warnings).toEqual([expect.stringMatching(/ignored: advice$/)]);
  });

  test('a callback can be removed, and one that throws costs no other', async () => {
    const { reader, provider } = create();
    const meter = provider.getMeter('m');
    const gauge = meter.createObservableGauge('gauge');
    let calls = 0;
    const callback = (result: { observe(value: number): void }): void => result.observe(++calls);
    gauge.addCallback(callback);
    meter.createObservableGauge('broken').addCallback(throws);
    const { resourceMetrics, errors } = await reader.collect();
    expect(pointsOf(resourceMetrics, 'gauge')).toEqual([[{}, 1]]);
    expect(errors).toHaveLength(1);
    gauge.removeCallback(callback);
    await reader.collect();
    expect(calls).toBe(1);
  });

  test('the API never throws, and returns what it returns without an SDK', async () => {
    const { reader, provider } = create();
    const counter = provider.getMeter('clean').createCounter('clean');
    let count = 0;
    fc.assert(
      fc.property(fc.array(call, { maxLength: 5 }), (calls) => {
        for (const each of calls) expect(run(provider, each)).toBe(run({ getMeter: createNoopMeter }, each));
        counter.add(1, { ok: true });
        count++;
      }),
      { numRuns: 300 },
    );
    const { resourceMetrics } = await reader.collect();
    expect(pointsOf(resourceMetrics, 'clean')).toEqual([[{ ok: true }, count]]);
  });
});
