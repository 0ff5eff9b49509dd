import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { DiagLogLevel } from '@opentelemetry/api';
import { LOG_LEVELS, StderrLogger } from '../../../src/foundation/diagnostics/stderr-logger.ts';

class Headers {
  readonly authorization = 'Bearer hunter2';
}

function write(log: (logger: StderrLogger) => void): string {
  let output = '';
  log(
    new StderrLogger({
      write: (line) => {
        output += line;
      },
    }),
  );
  return output;
}

test.each(['error', 'warn', 'info', 'debug', 'verbose'] as const)('%s is said on a line of its own', (level) => {
  expect(write((logger) => logger[level]('hello'))).toBe(`otelier [${level}] hello\n`);
});

test.each([
  ['text', ['a', 1, true, undefined, null], 'm a 1 true undefined null'],
  ['errors by name and message', [new TypeError('broken')], 'm TypeError: broken'],
  ['objects by their kind', [new Headers(), { password: 'hunter2' }, ['hunter2']], 'm [Headers] [Object] [Array]'],
  ['objects without a prototype', [Object.create(null)], 'm [object]'],
  ['line breaks and colours escaped', ['a\nb\u001b[31m'], 'm a\\x0ab\\x1b[31m'],
])('arguments: %s', (_, rest, line) => {
  expect(write((logger) => logger.warn('m', ...rest))).toBe(`otelier [warn] ${line}\n`);
});

test('a message has an end', () => {
  const output = write((logger) => logger.warn('x'.repeat(100_000)));
  expect(output).toHaveLength('otelier [warn] '.length + 1_000 + '…\n'.length);
});

const hostile = {
  get constructor(): never {
    throw new Error('thrown by a getter');
  },
};

test.each([
  ['what is logged throws', (logger: StderrLogger) => logger.error('m', hostile)],
  ['a symbol is logged', (logger: StderrLogger) => logger.error('m', Symbol('s'))],
])('nothing reaches the caller when %s', (_, log) => {
  expect(() => write(log)).not.toThrow();
});

test('nothing reaches the caller when writing fails', () => {
  const write = (): never => {
    throw new Error('EPIPE');
  };
  const logger = new StderrLogger({ write });
  expect(() => logger.error('m')).not.toThrow();
});

test('it goes to standard error, and standard output stays the application’s', async () => {
  const logger = JSON.stringify(new URL('../../../src/foundation/diagnostics/stderr-logger.ts', import.meta.url).href);
  const program = `import { StderrLogger } from ${logger}; new StderrLogger().warn('hello');`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
  expect([stdout, stderr]).toEqual(['', 'otelier [warn] hello\n']);
});

test('the levels of OTEL_LOG_LEVEL are those of the API', () => {
  expect(LOG_LEVELS).toEqual(
    Object.fromEntries(
      Object.entries(DiagLogLevel)
        .filter(([name]) => Number.isNaN(Number(name)))
        .map(([name, level]) => [name.toLowerCase(), level]),
    ),
  );
});

test('a change is applied before a message is cut', () => {
  const lines: string[] = [];
  const logger = new StderrLogger({
    write: (line) => lines.push(line),
    change: (text) => text.replaceAll('x'.repeat(990), 'y'),
  });
  logger.error(`${'x'.repeat(990)} and the rest`);
  expect(lines).toEqual(['otelier [error] y and the rest\n']);
});

describe('StderrLogger, of warnings by the SDK', () => {
  const ended = (id: string) =>
    `Cannot execute the operation on ended Span {traceId: ${id.repeat(32)}, spanId: ${id.repeat(16)}}`;

  test('writes each kind once, whichever span or request it is about, and counts the others', () => {
    const lines: string[] = [];
    const logger = new StderrLogger({ write: (line) => lines.push(line) });
    for (const id of ['a', 'b', '1']) logger.warn(ended(id));
    logger.warn('10 items dropped');
    logger.error('12 items dropped');
    logger.warn('11 items dropped');
    expect(lines).toEqual([
      expect.stringContaining('ended Span {traceId: aaaa'),
      'otelier [warn] 10 items dropped\n',
      'otelier [error] 12 items dropped\n',
    ]);
    expect([logger.takeRepeatCount(), logger.takeRepeatCount()]).toEqual([3, 0]);
  });

  test('writes otelier’s own warnings and details of lower levels each time', () => {
    const lines: string[] = [];
    const logger = new StderrLogger({ write: (line) => lines.push(line) });
    for (let i = 0; i < 2; i++) {
      logger.warn('otelier', 'delivery fails');
      logger.debug('armed');
    }
    expect(lines).toHaveLength(4);
    expect(logger.takeRepeatCount()).toBe(0);
  });
});
