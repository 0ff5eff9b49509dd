import { expect, test } from '@jest/globals';
import { MetricsCollector } from '../../../../src/library/monitor/metrics-collector.ts';

const lines = (metrics: MetricsCollector, start: string): string[] =>
  metrics
    .exportPrometheus()
    .split('\n')
    .filter((line) => line.startsWith(start));

test('nothing is an empty text', () => {
  expect(new MetricsCollector().exportPrometheus()).toBe('');
});

test('counters and gauges, with HELP, TYPE, `_total` and escaped labels', () => {
  const metrics = new MetricsCollector();
  metrics.counter('requests.total', 2, { method: 'GET' }, 'All\nrequests \\');
  metrics.counter('api_calls');
  metrics.gauge('1st gauge', -0.5, { 'host.name': 'a"b\\c\nd', __x: 1 });
  expect(metrics.exportPrometheus()).toBe(`# HELP requests_total All\\nrequests \\\\
# TYPE requests_total counter
requests_total{method="GET"} 2
# HELP api_calls_total Counter api_calls
# TYPE api_calls_total counter
api_calls_total 1
# HELP _1st_gauge Gauge 1st gauge
# TYPE _1st_gauge gauge
_1st_gauge{label__x="1",host_name="a\\"b\\\\c\\nd"} -0.5
`);
});

test('histograms have cumulative buckets, a sum and a count; timers are in seconds', () => {
  const metrics = new MetricsCollector();
  for (const value of [5, 30, 20_000]) metrics.histogram('request.duration.ms', value, { le: 'x' });
  expect(
    lines(metrics, 'request_duration_ms_').filter((line) => /le="(5|10|50|10000|\+Inf)"|sum|count/.test(line)),
  ).toEqual([
    'request_duration_ms_bucket{label_le="x",le="5"} 1',
    'request_duration_ms_bucket{label_le="x",le="10"} 1',
    'request_duration_ms_bucket{label_le="x",le="50"} 2',
    'request_duration_ms_bucket{label_le="x",le="10000"} 2',
    'request_duration_ms_bucket{label_le="x",le="+Inf"} 3',
    'request_duration_ms_sum{label_le="x"} 20035',
    'request_duration_ms_count{label_le="x"} 3',
  ]);
  metrics.timing('job', 0.02);
  metrics.timer('query.ms', {}, { unit: 'ms' })[Symbol.dispose]();
  expect(lines(metrics, 'job_seconds_bucket{le="0.025"}')).toEqual(['job_seconds_bucket{le="0.025"} 1']);
  expect(lines(metrics, 'query_seconds_bucket{le="10"}')).toEqual(['query_seconds_bucket{le="10"} 1']);
});

test('two names, or two label sets, that are made legal to one', () => {
  const metrics = new MetricsCollector();
  metrics.counter('a.b', 1);
  metrics.counter('a_b', 2);
  metrics.histogram('h', 1);
  metrics.gauge('h_count', 5);
  metrics.gauge('g', 1, { 'x.y': 1, x_y: 2 });
  metrics.counter('login', 1, { password: 'one' });
  metrics.counter('login', 2, { password: 'two' });
  const text = metrics.exportPrometheus();
  expect(text).toMatch(/^a_b_total 1$/m);
  expect(text).toMatch(/^a_b_2_total 2$/m);
  expect(text).toMatch(/^h_count_2 5$/m);
  expect(text).toMatch(/^g\{x_y="1;2"\} 1$/m);
  expect(text).toMatch(/^login_total\{password="\[REDACTED:password\]"\} 3$/m);
  expect(metrics.getCounterValue('login', { password: 'two' })).toBe(2);
});
