import { describe, expect, test } from '@jest/globals';
import { type PrometheusFamily, prometheusText } from '../../../src/foundation/prometheus/prometheus-text.ts';
import { flawsOf } from './text-format.ts';

const page = (...families: readonly Partial<PrometheusFamily>[]): string =>
  [...prometheusText(families.map((family) => ({ ...DEFAULTS, ...family })))].join('');
const DEFAULTS: PrometheusFamily = { name: 'g', type: 'gauge', help: 'help', points: [{ labels: [], value: 1 }] };
const samples = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
const labelled = (...labels: [string, unknown][]) => samples(page({ points: [{ labels, value: 1 }] }));

describe('prometheusText', () => {
  test('has a header for each family', () => {
    expect(page({ name: 'a', help: 'one\ntwo \\', unit: 's' })).toBe(
      '# HELP a one\\ntwo \\\\\n# UNIT a s\n# TYPE a gauge\na 1\n',
    );
  });

  test('omits a family without points', () => {
    expect(page({ points: [] })).toBe('');
  });

  test.each([
    ['orders', 'orders_total'],
    ['orders.total', 'orders_total'],
    ['total_calls', 'total_calls'],
    ['http.total.requests', 'http_total_requests'],
    ['subtotal', 'subtotal_total'],
    ['1st', '_1st_total'],
    ['a..b', 'a_b_total'],
    ['é', '__total'],
  ])('names the counter %s %s', (name, expected) => {
    expect(samples(page({ name, type: 'counter' }))).toEqual([`${expected} 1`]);
  });

  test.each([
    [[['1x', 'v']], '_1x="v"'],
    [[['', 'v']], '_="v"'],
    [[['le', 'v']], 'label_le="v"'],
    [[['__name__', 'v']], 'label__name__="v"'],
    [[['a"\n\\', '"\n\\']], 'a_="\\"\\n\\\\"'],
    [[['list', ['a', 1]]], 'list="[\\"a\\",1]"'],
    [[['n', 1n]], 'n="bigint"'],
    [[['u', undefined]], 'u=""'],
  ] as [[string, unknown][], string][])('has a legal label for %j (%#)', (labels, expected) => {
    expect(labelled(...labels)).toEqual([`g{${expected}} 1`]);
  });

  test('joins the values of keys that become one label, in the order of the keys', () => {
    expect(labelled(['a_b', 2], ['a.b', 1], ['c', 3])).toEqual(['g{a_b="1;2",c="3"} 1']);
    expect(labelled(['é', 1], ['ü', 2])).toEqual(['g{_="1;2"} 1']);
  });

  test('adds up counters, keeps the last gauge and merges histograms of equal labels', () => {
    const points = (...values: PrometheusFamily['points'] extends Iterable<infer P> ? P[] : never) => values;
    const twice = (one: number, other: number) =>
      points({ labels: [['a.b', 1]], value: one }, { labels: [['a_b', 1]], value: other });
    expect(samples(page({ name: 'c', type: 'counter', points: twice(1, 2) }))).toEqual(['c_total{a_b="1"} 3']);
    expect(samples(page({ points: twice(1, 2) }))).toEqual(['g{a_b="1"} 2']);
    const one = { bounds: [1, 5], counts: [1, 2, 3], sum: 10 };
    const other = { bounds: [2], counts: [10, 20], sum: 5 };
    const histograms = points({ labels: [], value: one }, { labels: [], value: other });
    expect(samples(page({ name: 'h', type: 'histogram', points: histograms }))).toEqual([
      'h_bucket{le="1"} 1',
      'h_bucket{le="5"} 13',
      'h_bucket{le="+Inf"} 36',
      'h_sum 15',
      'h_count 36',
    ]);
  });

  test('gives one family to instruments of one name and type, and another name to any other', () => {
    const text = page(
      { name: 'a', points: [{ labels: [['otel.scope.name', 'x']], value: 1 }] },
      { name: 'a.b' },
      { name: 'a', points: [{ labels: [['otel.scope.name', 'y']], value: 2 }] },
      { name: 'a_b' },
      { name: 'a', type: 'histogram', points: [{ labels: [], value: { bounds: [], counts: [1], sum: 1 } }] },
    );
    expect(samples(text)).toEqual([
      'a{otel_scope_name="x"} 1',
      'a{otel_scope_name="y"} 2',
      'a_b 1',
      'a_b_2 1',
      'a_2_bucket{le="+Inf"} 1',
      'a_2_sum 1',
      'a_2_count 1',
    ]);
    expect(flawsOf(text)).toEqual([]);
  });

  test.each([
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, '+Inf'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
    [1e21, '1e+21'],
  ])('writes %d as %s', (value, text) => {
    expect(samples(page({ points: [{ labels: [], value }] }))).toEqual([`g ${text}`]);
  });

  test('is valid for random names and keys', () => {
    const parts = [
      'a',
      'B',
      '1',
      '_',
      '__',
      '.',
      ' ',
      '"',
      '\\',
      '\n',
      'é',
      '\u{1f600}',
      '\ud800',
      'total',
      'le',
      '{',
      '}',
      ',',
    ];
    let seed = 7;
    const next = (limit: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % limit;
    };
    const word = (): string => Array.from({ length: next(5) }, () => parts[next(parts.length)]).join('');
    for (let round = 0; round < 300; round++) {
      const families = Array.from({ length: 8 }, () => {
        const type = (['counter', 'gauge', 'histogram'] as const)[next(3)] ?? 'gauge';
        const value = type === 'histogram' ? { bounds: [1], counts: [1, 2], sum: 3 } : next(100);
        const points = Array.from({ length: 5 }, () => ({
          labels: Array.from({ length: next(4) }, () => [word(), word()] as const),
          value,
        }));
        return { name: word(), type, help: word(), points };
      });
      expect(flawsOf(page(...families))).toEqual([]);
    }
  });

  test('comes in many pieces', () => {
    const points = Array.from({ length: 10_000 }, (_, index) => ({ labels: [['i', index]] as const, value: 1 }));
    expect([...prometheusText([{ ...DEFAULTS, points }])].length).toBeGreaterThan(150);
  });
});
