import { afterEach, expect, test } from '@jest/globals';
import { logs } from '@opentelemetry/api';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { Logger } from '../../../src/library/logs/logger.ts';
import type { LoggerOptions } from '../../../src/library/logs/logger-options.ts';
import { fakeRedactor } from './fake-redactor.ts';
import { Logged } from './logged.ts';

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

afterEach(() => logs.disable());

test('a JSON line: its keys in order, numbers among the fields last as well', () => {
  using logged = new Logged({ name: 'orders' });
  logged.logger.info('placed', { b: { c: [1, null] }, 1: true });
  const [line = {}] = logged.lines;
  expect(line).toEqual({
    timestamp: TIME,
    level: 'info',
    service: expect.any(String),
    logger: 'orders',
    message: 'placed',
    b: { c: [1, null] },
    1: true,
  });
  expect(logged.text).toMatch(
    /^\{"timestamp":"[^"]+","level":"info","service":"[\w-]+","logger":"orders","message":"placed","/,
  );
});

test('a text line', () => {
  using logged = new Logged({ format: 'text' });
  logged.logger.warn('placed', { id: 7, note: 'a b', odd: 'x, y=1' });
  logged.logger.info('traced', { trace_id: TRACE_ID });
  const [first, second] = logged.text.split('\n');
  expect(first).toMatch(/^\[[^\]]+Z\] \[WARNING\] \[[\w-]+\] \[-\] placed \(id=7, note=a b, odd="x, y=1"\)$/);
  expect(second).toMatch(new RegExp(`\\[INFO\\] \\[[\\w-]+\\] \\[${TRACE_ID}\\] traced$`));
});

test('five levels; what is less severe than the level is not logged; it can be changed and read', () => {
  using logged = new Logged({ level: 'warning' });
  const { logger } = logged;
  const logAll = (): void => {
    for (const level of ['debug', 'info', 'warning', 'warn', 'error', 'critical'] as const) logger[level](level);
  };
  logAll();
  logger.setLevel('debug');
  logAll();
  expect(logger.level).toBe('debug');
  const above = ['warning', 'warning', 'error', 'critical'];
  expect(logged.lines.map(({ level }) => level)).toEqual([...above, 'debug', 'info', ...above]);
});

test('sampling drops nothing from warning on', () => {
  using logged = new Logged({ samplingRate: 0 });
  const { logger } = logged;
  logger.info('dropped');
  for (const level of ['warning', 'error', 'critical'] as const) logger[level](level);
  logger.setSamplingRate(1);
  logger.info('kept');
  expect(logger.samplingRate).toBe(1);
  expect(logged.lines.map(({ message }) => message)).toEqual(['warning', 'error', 'critical', 'kept']);
});

test('a share of the records is sampled', () => {
  using logged = new Logged({ samplingRate: 0.5 });
  for (let index = 0; index < 1_000; index++) logged.logger.info('x');
  expect(logged.lines.length).toBeGreaterThan(350);
  expect(logged.lines.length).toBeLessThan(650);
});

test('context: nested, across awaits, apart in concurrent calls', async () => {
  using logged = new Logged();
  const { logger } = logged;
  const serve = (id: number): Promise<void> =>
    logger.context({ request_id: id, depth: 1 }, async () => {
      await new Promise(setImmediate);
      await logger.context({ depth: 2 }, async () => {
        await new Promise(setImmediate);
        logger.info('inner');
      });
      logger.info('outer', { own: true });
    });
  await Promise.all([serve(1), serve(2)]);
  logger.info('after');
  const seen = logged.lines.map(({ message, request_id, depth }) => `${message} ${request_id} ${depth}`);
  expect(seen.sort()).toEqual(['after undefined undefined', 'inner 1 2', 'inner 2 2', 'outer 1 1', 'outer 2 1']);
});

test('an exception with its causes', () => {
  using logged = new Logged();
  logged.logger.exception('failed', new Error('outer', { cause: new TypeError('inner') }), { step: 3 });
  logged.logger.error('thrown text', { error: new RangeError('range') });
  logged.logger.exception('text', 'just text');
  const [first, second, third] = logged.lines;
  expect(first).toMatchObject({
    level: 'error',
    message: 'failed',
    'exception.type': 'Error',
    'exception.message': 'outer',
    step: 3,
  });
  expect(first?.['exception.stacktrace']).toMatch(/^Error: outer\n[\s\S]*\nCaused by: TypeError: inner\n/);
  expect(second).toMatchObject({ 'exception.type': 'RangeError', 'exception.message': 'range' });
  expect(third).toMatchObject({ 'exception.type': 'string', 'exception.message': 'just text' });
});

test('secrets are neither in lines nor in records, unless sanitize is off', () => {
  const exporter = new InMemoryLogRecordExporter();
  logs.setGlobalLoggerProvider(new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] }));
  using clean = new Logged({ sanitize: fakeRedactor() });
  clean.logger.error('with s3cr3t', { a: { b: ['s3cr3t'] }, dropped: 1, error: new Error('s3cr3t') });
  expect(clean.text).not.toContain('s3cr3t');
  expect(clean.lines[0]).toMatchObject({ message: 'with [REDACTED:test]', a: { b: ['[REDACTED:test]'] } });
  expect(clean.lines[0]).not.toHaveProperty('dropped');
  const [record] = exporter.getFinishedLogRecords();
  expect(JSON.stringify([record?.body, record?.attributes])).not.toContain('s3cr3t');
  expect(record).toMatchObject({ severityNumber: 17, severityText: 'error', body: 'with [REDACTED:test]' });
  using open = new Logged({ sanitize: false });
  open.logger.info('s3cr3t');
  expect(open.lines[0]?.['message']).toBe('s3cr3t');
});

test('severity numbers by the specification', () => {
  const exporter = new InMemoryLogRecordExporter();
  logs.setGlobalLoggerProvider(new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] }));
  const logger = new Logger({ console: false, level: 'debug' });
  for (const level of ['debug', 'info', 'warning', 'error', 'critical'] as const) logger[level](level);
  expect(exporter.getFinishedLogRecords().map(({ severityNumber }) => severityNumber)).toEqual([5, 9, 13, 17, 21]);
});

test('the file and its folder belong to their owner alone', () => {
  using logged = new Logged();
  logged.logger.info('x');
  expect(logged.modes).toEqual([0o600, 0o700]);
});

test('two Loggers on one file', async () => {
  using logged = new Logged();
  const other = new Logger({ name: 'other', console: false, file: logged.file });
  for (let index = 0; index < 500; index++) for (const logger of [logged.logger, other]) logger.info('x', { index });
  await Promise.all([logged.logger.close(), other.close()]);
  expect(logged.lines).toHaveLength(1_000);
});

test('closing while writing: what came before is there, what comes later is counted', async () => {
  using logged = new Logged();
  logged.logger.info('before');
  const closed = logged.logger.close();
  logged.logger.info('after');
  await closed;
  await logged.logger.close();
  expect(logged.lines.map(({ message }) => message)).toEqual(['before']);
  expect(logged.logger.lostLines).toBe(1);
});

test('10,000 lines', () => {
  using logged = new Logged();
  for (let index = 0; index < 10_000; index++) logged.logger.info(`line ${index}`, { index, name: 'a' });
  expect(logged.lines).toHaveLength(10_000);
});

test.each([
  [{ level: 'loud' }, 'Logger: expected level to be one of debug, info, warning, error, critical, got "loud"'],
  [{ name: '' }, 'Logger: expected name to be a non-empty string, got ""'],
  [{ format: 'xml' }, 'Logger: expected format to be one of json, text, got "xml"'],
  [{ file: 7 }, 'Logger: expected file to be the path of a file, got 7'],
  [{ console: 'yes' }, 'Logger: expected console to be true or false, got "yes"'],
  [{ sanitize: 'no' }, 'Logger: expected sanitize to be true, false, a redactor or options of one, got "no"'],
  [{ samplingRate: 1.5 }, 'Logger: expected samplingRate to be a number from 0 to 1, got 1.5'],
  [{ samplingRate: Number.NaN }, 'Logger: expected samplingRate to be a number from 0 to 1, got NaN'],
  [
    { metrics: {} },
    'Logger: expected metrics to be an object with the methods counter, gauge, histogram, timing, got an object',
  ],
  [
    { colour: 1 },
    'Logger: expected an option among name, level, format, file, console, sanitize, samplingRate, metrics, got "colour"',
  ],
  ['x', 'Logger: expected options to be an object, got "x"'],
])('bad options %j throw', (options, message) => {
  expect(() => new Logger(options as LoggerOptions)).toThrow(new TypeError(message));
});

test('bad levels and rates at run time throw and change nothing', () => {
  const logger = new Logger({ console: false });
  expect(() => logger.setLevel('loud' as 'info')).toThrow(TypeError);
  expect(() => logger.setSamplingRate(2)).toThrow(TypeError);
  expect([logger.level, logger.samplingRate]).toEqual(['info', 1]);
});
