import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type { ReceivedMetric } from '../../../src/tools/receiver/telemetry/telemetry-metric.ts';
import { renderMetrics } from '../../../src/tools/viewer/metrics-table.ts';
import { textWidth } from '../../../src/tools/viewer/terminal-text.ts';
import { gauge, histogram, histogramPoint, point, sum } from './metric-sketch.ts';
import { metrics } from './sample-metrics.ts';
import { at } from './telemetry-sketch.ts';

const SAMPLE = `
METRIC                          TYPE       UNIT        ATTRIBUTES              VALUE     AVG     P50     P95
agent-service
  agent.questions               counter    {question}  outcome=answered            6
                                                       outcome=failed              1
  gen_ai.client.token.usage     histogram  {token}     gpt-4o-mini input           3     218     219     238
                                                       gpt-4o-mini output          3      46      45    50.4
  http.server.request.duration  histogram  s           POST /ask 200               5  864 ms  750 ms  1.67 s
                                                       POST /ask 502               1  1.21 s  1.21 s  1.21 s
  process.memory.usage          gauge      By                                 65 MiB
catalog-service
  http.server.request.duration  histogram  s           GET /products/:id 200       4   88 ms   50 ms  188 ms
`;

const rows = (...given: ReceivedMetric[]): string[] => renderMetrics({ metrics: given }).split('\n').slice(2);

describe('renderMetrics', () => {
  test('renders two services with every kind of metric', () => {
    expect(`\n${renderMetrics({ metrics })}\n`).toBe(SAMPLE);
  });

  test('renders nothing without metrics', () => {
    expect(renderMetrics({ metrics: [] })).toBe('');
  });

  test('shows the latest point of a series, in any order of arrival', () => {
    const [early, late] = [point(1, { a: 'x' }, 1000), point(7, { a: 'x' }, 2000)];
    expect(rows(sum('s', 'c', '', late), sum('s', 'c', '', early))).toEqual([expect.stringMatching(/ a=x +7$/)]);
  });

  test('distinguishes the processes of a service', () => {
    const of = (instance: string): ReceivedMetric => {
      const metric = gauge('s', 'g', '', point(1));
      return {
        ...metric,
        resource: { attributes: { ...metric.resource.attributes, 'service.instance.id': instance } },
      };
    };
    expect(rows(of('a'), of('b'), of('a'))).toHaveLength(2);
  });

  test('marks delta temporality and up-down counters', () => {
    const delta = { ...histogram('s', 'h', 's', histogramPoint([1], {})), temporality: 'delta' } as ReceivedMetric;
    const upDown = { ...sum('s', 'u', '', point(-3)), monotonic: false } as ReceivedMetric;
    expect(rows(delta, upDown).map((row) => row.trim().split(/\s{2,}/)[1])).toEqual(['histogram Δ', 'up-down']);
  });

  test('shows the quantiles of a summary, and estimates those of an exponential histogram', () => {
    const base = { description: '', unit: 's', resource: { attributes: {} }, scope: { name: '', attributes: {} } };
    const times = { attributes: {}, startTimeUnixNano: at(0), timeUnixNano: at(1), flags: 0 };
    const summary: ReceivedMetric = {
      ...base,
      name: 'a',
      type: 'summary',
      points: [{ ...times, count: 4, sum: 2, quantiles: [{ quantile: 0.95, value: 0.9 }] }],
    };
    const exponential: ReceivedMetric = {
      ...base,
      name: 'b',
      type: 'exponentialHistogram',
      temporality: 'cumulative',
      points: [
        {
          ...times,
          count: 2,
          scale: 0,
          zeroCount: 0,
          zeroThreshold: 0,
          positive: { offset: 1, bucketCounts: [2] },
          negative: { offset: 0, bucketCounts: [] },
          exemplars: [],
        },
      ],
    };
    const [first, second] = rows(summary, exponential);
    expect(first).toMatch(/a +summary +s +4 +500 ms +900 ms$/);
    expect(second).toMatch(/b +exp\. hist\. +s +2 +3 s +3\.9 s$/);
  });

  test.each([60, 80, 120])('truncates long names and attributes to a width of %i', (width) => {
    const attributes = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`attribute.${index}`, '注文'.repeat(9)]),
    );
    const long = sum('service', 'a.very.long.metric.name'.repeat(9), '{thing}', point(2n ** 63n - 1n, attributes));
    const lines = renderMetrics({ metrics: [long, ...metrics] }, { width }).split('\n');
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
    expect(lines[2]).toContain('…');
  });

  test('limits the series of one metric', () => {
    const points = Array.from({ length: 30 }, (_, index) => point(index, { index }));
    const lines = rows(sum('s', 'c', '', ...points));
    expect(lines).toHaveLength(13);
    expect(lines.at(-1)?.trim()).toBe('… 18 more');
  });

  test('escapes control sequences, and colours change only colours', () => {
    const evil = sum('s\x1b[2J', 'n\x1b[2J\n', 'u\x07', point(1, { 'k\x1b': 'v\x1b\n' }));
    const text = renderMetrics({ metrics: [evil] });
    expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(text.split('\n')).toHaveLength(3);
    expect(stripVTControlCharacters(renderMetrics({ metrics }, { color: true }))).toBe(renderMetrics({ metrics }));
  });
});
