import { expect, test } from '@jest/globals';
import { expectOutcome } from '../program/outcome.ts';
import { deliver } from './delivery.ts';

test.concurrent.each([
  [{ serviceName: '' }, 'start: expected serviceName to be a non-empty string, got ""'],
  [{ serviceName: 5 }, 'start: expected serviceName to be a non-empty string, got 5'],
  [{ serviceVersion: ['1'] }, 'start: expected serviceVersion to be a non-empty string, got an array'],
  [
    { resourceAttributes: 'a=b' },
    'start: expected resourceAttributes to be an object of texts, numbers, booleans and arrays of them, got "a=b"',
  ],
  [
    { spanProcessors: {} },
    'start: expected spanProcessors to be an array of objects with the methods onStart, onEnd, forceFlush, shutdown, got an object',
  ],
  [
    { logRecordProcessors: [{}] },
    'start: expected logRecordProcessors to be an array of objects with the methods onEmit, forceFlush, shutdown, got an array',
  ],
  [
    { metricReaders: [1] },
    'start: expected metricReaders to be an array of objects with the methods collect, forceFlush, shutdown, setMetricProducer, got an array',
  ],
  [
    { views: null },
    'start: expected views to be an array of view options, each with at least one of instrumentName, instrumentType, instrumentUnit, meterName, meterVersion, meterSchemaUrl, got null',
  ],
  [
    { instrumentations: [null] },
    'start: expected instrumentations to be an array of objects with the methods setTracerProvider, setMeterProvider, enable, got an array',
  ],
  [{ preset: 'prod' }, 'start: expected preset to be one of production, development, minimal, got "prod"'],
  [
    { shutdownTimeoutMillis: 1.5 },
    'start: expected shutdownTimeoutMillis to be a whole number of milliseconds from 0 to 2147483647, got 1.5',
  ],
  [{ servicename: 'x' }, /^start: expected an option among serviceName, .*, got "servicename"$/],
  [[], 'start: expected options to be an object, got an array'],
] as const)('start(%j) throws a TypeError that names option, expected and actual', async (options, message) => {
  const { result, requests } = await deliver({
    file: 'starts-in-code.mjs',
    args: [JSON.stringify(options)],
    nodeOptions: [],
  });
  expectOutcome(result, { stderr: '' });
  const { name, message: actual } = JSON.parse(result.stdout) as { name: string; message: string };
  expect(name).toBe('TypeError');
  expect(actual).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  expect(requests).toEqual([]);
});
