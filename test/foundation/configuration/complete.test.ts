import { expect, test } from '@jest/globals';
import { resolved, shown } from './resolved.ts';

const SHARED = { OTEL_ATTRIBUTE_COUNT_LIMIT: '9', OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '90' };

test.each([
  ['traces.limits.attributeCount', {}, 128, 'default', undefined],
  ['traces.limits.attributeValueLength', {}, Number.POSITIVE_INFINITY, 'default', undefined],
  ['logs.limits.attributeCount', {}, 128, 'default', undefined],
  ['logs.limits.attributeValueLength', {}, Number.POSITIVE_INFINITY, 'default', undefined],
  ['traces.limits.attributeCount', SHARED, 9, 'environment', 'OTEL_ATTRIBUTE_COUNT_LIMIT'],
  ['logs.limits.attributeValueLength', SHARED, 90, 'environment', 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT'],
  [
    'traces.limits.attributeValueLength',
    { ...SHARED, OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: '5' },
    5,
    'environment',
    'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT',
  ],
  [
    'logs.limits.attributeCount',
    { ...SHARED, OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT: '0' },
    0,
    'environment',
    'OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT',
  ],
  ['traces.limits.attributeCount', { ...SHARED, OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: 'x' }, 9, 'environment', undefined],
])('%s under %j is %d, from the variable that decided', (path, environment, value, from, name) => {
  expect(shown(path, environment)).toEqual([value, from, name ?? (from === 'default' ? name : expect.any(String))]);
});

test.each(['OTEL_BSP', 'OTEL_BLRP'])('%s: a batch is at most as large as the queue', (prefix) => {
  const sizes = { [`${prefix}_MAX_QUEUE_SIZE`]: '100', [`${prefix}_MAX_EXPORT_BATCH_SIZE`]: '101' };
  const { config, warnings } = resolved(sizes);
  const { batch } = prefix === 'OTEL_BSP' ? config.traces : config.logs;
  expect(batch).toMatchObject({ maxQueueSize: 100, maxExportBatchSize: 100 });
  expect(warnings).toEqual([
    `${prefix}_MAX_EXPORT_BATCH_SIZE: expected at most ${prefix}_MAX_QUEUE_SIZE (100), got 101; using 100`,
  ]);
});

test('a batch as large as the queue is no reason to warn', () => {
  const { config, warnings } = resolved({ OTEL_BSP_MAX_QUEUE_SIZE: '7', OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '7' });
  expect(config.traces.batch.maxExportBatchSize).toBe(7);
  expect(warnings).toEqual([]);
});

test('a small queue alone makes batches smaller, silently: nobody set their size', () => {
  const { config, warnings } = resolved({ OTEL_BSP_MAX_QUEUE_SIZE: '100' });
  expect(config.traces.batch).toMatchObject({ maxQueueSize: 100, maxExportBatchSize: 100 });
  expect(warnings).toEqual([]);
});

test.each([
  [{}, 60_000, 30_000, []],
  [{ OTEL_METRIC_EXPORT_INTERVAL: '1000' }, 1_000, 1_000, []],
  [{ OTEL_METRIC_EXPORT_TIMEOUT: '60000' }, 60_000, 60_000, []],
  [
    { OTEL_METRIC_EXPORT_TIMEOUT: '60001' },
    60_000,
    60_000,
    ['OTEL_METRIC_EXPORT_TIMEOUT: expected at most OTEL_METRIC_EXPORT_INTERVAL (60000), got 60001; using 60000'],
  ],
])('metric reader under %j: every %d ms, for at most %d ms', (environment, intervalMillis, timeoutMillis, expected) => {
  const { config, warnings } = resolved(environment);
  expect(config.metrics.reader).toEqual({ intervalMillis, timeoutMillis });
  expect(warnings).toEqual(expected);
});

test.each([
  ['traces.batch.maxExportBatchSize', 'OTEL_BSP_MAX_QUEUE_SIZE', '100'],
  ['logs.batch.maxExportBatchSize', 'OTEL_BLRP_MAX_QUEUE_SIZE', '100'],
  ['metrics.reader.timeoutMillis', 'OTEL_METRIC_EXPORT_INTERVAL', '100'],
])('%s has its bound from %s and says so', (path, variable, value) => {
  expect(shown(path, { [variable]: value })).toEqual([100, 'environment', variable]);
});

test.each([
  ['none', []],
  ['none,b3', []],
  ['b3,tracecontext', ['b3', 'tracecontext']],
])('OTEL_PROPAGATORS=%s: %j', (names, expected) => {
  expect(resolved({ OTEL_PROPAGATORS: names }).config.propagators).toEqual(expected);
});
