import { expect, test } from '@jest/globals';
import winston from 'winston';
import { winstonFormat } from '../../../src/library/logs/winston-format.ts';
import { fakeRedactor } from './fake-redactor.ts';

const [LEVEL, MESSAGE, SPLAT] = ['level', 'message', 'splat'].map((name) => Symbol.for(name)) as [
  symbol,
  symbol,
  symbol,
];
const { combine, json, splat, errors } = winston.format;

function printed(formats: readonly winston.Logform.Format[], log: (logger: winston.Logger) => void): string[] {
  const lines: string[] = [];
  const logger = winston.createLogger({ format: combine(...formats), transports: [] });
  const transport = new winston.transports.Console({ forceConsole: true });
  transport.log = (info: Record<symbol, string>, next: () => void) => {
    lines.push(String(info[MESSAGE]));
    next();
  };
  logger.add(transport);
  log(logger);
  return lines;
}

test('in a winston of the application: message, splat and every field', () => {
  const format = winstonFormat(fakeRedactor());
  const lines = printed([errors({ stack: true }), splat(), format, json()], (logger) => {
    logger.info('it is %s', 's3cr3t', { a: { b: ['s3cr3t'] }, dropped: 1 });
    logger.error(new Error('s3cr3t'));
  });
  expect(lines).toHaveLength(2);
  expect(lines.join('')).not.toContain('s3cr3t');
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 'info',
    message: 'it is [REDACTED:test]',
    a: { b: ['[REDACTED:test]'] },
  });
});

test('behind json() the finished line', () => {
  const lines = printed([json(), winstonFormat(fakeRedactor())], (logger) => void logger.info('s3cr3t'));
  expect(lines).toEqual(['{"level":"info","message":"[REDACTED:test]"}']);
});

test('symbols are kept and the input is not changed; an Error stays one', () => {
  const info = Object.assign(new Error('s3cr3t'), {
    level: 'info',
    [LEVEL]: 'info',
    [MESSAGE]: 's3cr3t',
    [SPLAT]: ['s3cr3t', { a: 1 }],
  });
  const result = winstonFormat(fakeRedactor()).transform(info);
  expect(result).toBeInstanceOf(Error);
  expect([result.message, result[LEVEL], result[MESSAGE], result[SPLAT]]).toEqual([
    '[REDACTED:test]',
    'info',
    '[REDACTED:test]',
    ['[REDACTED:test]', { a: 1 }],
  ]);
  expect([info.message, info[SPLAT]]).toEqual(['s3cr3t', ['s3cr3t', { a: 1 }]]);
});

test('what cannot be read is masked as a whole; bad options throw', () => {
  const info = {
    level: 'info',
    [LEVEL]: 'info',
    message: 'x',
    get bad(): string {
      throw new Error('no');
    },
  };
  expect(winstonFormat(fakeRedactor()).transform(info)).toEqual({
    level: 'info',
    [LEVEL]: 'info',
    message: '[REDACTED:failed]',
  });
  expect(() => winstonFormat('x' as never)).toThrow(TypeError);
});
