// Values that JSON and the SDK have no word for are sent, only errors are exceptions, and the application's own lines stay as they are.
import { describe, expect, test } from '@jest/globals';
import { deliver } from '../../environment/delivery.ts';
import { expectOutcome } from '../../program/outcome.ts';
import { FORMS } from './library-program.ts';

async function run(program: string, form: string, nodeOptions?: readonly string[]) {
  const { result, logs } = await deliver({
    file: form === 'required' ? 'libraries/run.cjs' : 'libraries/run.mjs',
    args: [`${program}-values`, form],
    ...(nodeOptions === undefined ? {} : { nodeOptions }),
  });
  expectOutcome(result, { stderr: '' });
  const lines = result.stdout.trim().split('\n');
  return { logs, lines: lines.map((line) => line.replace(/,?"(?:trace_id|span_id|trace_flags|time)":"[^"]+"/g, '')) };
}

const LOGGERS = ['winston', 'pino', 'bunyan'] as const;
const cases = LOGGERS.flatMap((logger) => FORMS.map((form) => [logger, form] as const));

const SENT = {
  date: '1970-01-01T00:00:00.000Z',
  url: 'http://h/',
  money: { euros: 5 },
  nested: { date: '1970-01-01T00:00:00.000Z', kept: 1 },
  list: ['1970-01-01T00:00:00.000Z', 'kept'],
};
// pino's instrumentation reads pino's own line, in which Maps, Sets and BigInts are as pino writes them.
const MAPS = { winston: { map: { a: 1 }, set: ['a'] }, bunyan: { map: { a: 1 }, set: ['a'] }, pino: {} };
// bunyan itself throws on a BigInt.
const BIGS = { winston: [{ big: '5', nested: { big: '5', kept: 1 } }], pino: [{ big: 5 }], bunyan: [] };

describe('loggers', () => {
  test.concurrent.each(cases)('%s, %s: every value of a record is sent', async (logger, form) => {
    const { logs } = await run(logger, form);
    const [values, ...others] = logs.map(({ attributes }) => attributes);
    expect(values).toMatchObject({ ...SENT, ...MAPS[logger] });
    const cycle = { cyclic: { self: expect.stringMatching(/circular/i) } };
    expect(others.slice(0, BIGS[logger].length + 1)).toMatchObject([...BIGS[logger], cycle]);
  });

  test.concurrent.each(cases)('%s, %s: lines without a secret stay as they are', async (logger, form) => {
    const [plain, observed] = [await run(logger, form, []), await run(logger, form)];
    expect(plain.lines.length).toBeGreaterThan(1);
    expect(observed.lines).toEqual(plain.lines);
  });
});

describe('winston', () => {
  test.concurrent.each(FORMS)('%s: only an error is recorded as an exception', async (form) => {
    const { logs } = await run('winston', form);
    const byBody = (body: string): Readonly<Record<string, unknown>> =>
      logs.find((record) => record.body === body)?.attributes ?? {};
    expect(byBody('named')).toEqual({ name: 'Bob', plan: 'pro' });
    expect(byBody('coded')).toEqual({ code: 200 });
    expect(byBody('hello %s')).toEqual({});
    expect(byBody('stacked')).toEqual({ error: 'none', stack: 'mean', err: { name: 'q' } });
    const exception = {
      'exception.type': 'RangeError',
      'exception.message': 'no',
      'exception.stacktrace': expect.stringMatching(/^RangeError: no\n {4}at /),
    };
    expect(byBody('caught')).toEqual({ plan: 'pro', ...exception });
    expect(byBody('argument')).toMatchObject({ name: 'Bob', ...exception });
    expect(byBody('no')).toEqual(exception);
  });
});

describe('the logs API', () => {
  test('values of bodies and attributes are sent', async () => {
    const { logs } = await run('api', 'default');
    const all = { ...SENT, ...MAPS.winston };
    const big = { big: '5', nested: { big: '5', kept: 1 } };
    expect(logs.slice(0, 2).map(({ body, attributes }) => [body, attributes])).toEqual([
      [all, all],
      [big, big],
    ]);
    expect(logs[2]?.attributes).toEqual({ cyclic: { self: '[Circular]' } });
    expect(logs.slice(3).map(({ body }) => body)).toEqual([
      '5',
      { a: 1 },
      expect.objectContaining({ name: 'Error', message: 'no' }),
      ['1970-01-01T00:00:00.000Z'],
    ]);
  });
});
