import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { errorType, exceptionAttributes, readException } from '../../../src/foundation/log-lines/exception.ts';

class OrderError extends Error {}

const hostile = new Proxy(new Error('x'), {
  get: () => {
    throw new Error('no');
  },
  getPrototypeOf: () => {
    throw new Error('no');
  },
});

function throwing(key: string): Error {
  return Object.defineProperty(new OrderError('message'), key, {
    get: () => {
      throw new Error('no');
    },
  });
}

describe('readException', () => {
  test('describes an error by its class, name, message and stack', () => {
    const error = new OrderError('no such order');
    expect(readException(error)).toEqual({
      type: 'OrderError',
      name: 'Error',
      message: 'no such order',
      stack: error.stack,
      stacktrace: error.stack,
      causes: [],
    });
  });

  test.each([
    ['text', 'string', 'text'],
    [undefined, 'undefined', 'undefined'],
    [null, 'object', 'null'],
    [Symbol('s'), 'symbol', 'Symbol(s)'],
    [{ code: 1 }, 'object', '{"code":1}'],
    [Buffer.alloc(1_000_000), 'object', '[Buffer: 1000000 bytes]'],
  ])('describes a value that is no error by its type: %p', (thrown, type, message) => {
    expect(readException(thrown)).toEqual({
      type,
      name: type,
      message,
      stack: undefined,
      stacktrace: undefined,
      causes: [],
    });
  });

  test('reads errors of another realm, and objects with a stack', () => {
    const foreign: unknown = runInNewContext('new RangeError("far")');
    expect(readException(foreign)).toMatchObject({ type: 'RangeError', message: 'far' });
    const like = { name: 'Refused', message: 'no', stack: 'Refused: no\n    at x' };
    expect(readException(like)).toMatchObject({ type: 'Refused', message: 'no', stack: like.stack });
  });

  test('adds the stacks of causes and of aggregated errors to the stack trace', () => {
    const [first, second] = [new Error('first'), new TypeError('second')];
    const error = new AggregateError([first, 'third'], 'all', { cause: second });
    expect(readException(error).stacktrace).toBe(
      `${error.stack}\nOne of the errors: ${first.stack}\nOne of the errors: third\nCaused by: ${second.stack}`,
    );
  });

  test('follows a cycle of causes once, and at most ten errors', () => {
    const error = new Error('a');
    error.cause = error;
    expect(readException(error).stacktrace).toBe(error.stack);
    let chain = new Error('0');
    for (let depth = 1; depth < 50; depth++) chain = new Error(String(depth), { cause: chain });
    expect(readException(chain).stacktrace?.match(/Caused by/g)).toHaveLength(9);
  });

  test('reads the stack on access only', () => {
    let reads = 0;
    const error = Object.defineProperty(new Error('x'), 'stack', { get: () => String(++reads) });
    const exception = readException(error);
    expect([exception.message, reads]).toEqual(['x', 0]);
    expect([exception.stack, reads]).toEqual(['1', 1]);
  });

  test('cuts messages and stacks at 65,536 characters', () => {
    const { message, stack } = readException(new Error('x'.repeat(1_000_000)));
    expect([message.length, stack?.length]).toEqual([65_536, 65_536]);
  });

  test.each([
    ['a Proxy whose traps throw', hostile, 'object'],
    ['a stack that throws', throwing('stack'), 'OrderError'],
    ['a message that throws', throwing('message'), 'OrderError'],
    ['a cause that throws', throwing('cause'), 'OrderError'],
    ['a constructor that throws', throwing('constructor'), 'Error'],
    ['errors without an end', Object.assign(new OrderError(''), { errors: endless() }), 'OrderError'],
    ['a message that is no text', Object.assign(new OrderError(''), { message: 5 }), 'OrderError'],
  ])('never throws: %s', (_, thrown, type) => {
    expect(exceptionAttributes(thrown)).toMatchObject({ 'exception.type': type });
  });

  test('never throws, whatever is thrown, and always returns texts', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withMap: true, withNullPrototype: true, withTypedArray: true }),
        (thrown) => {
          for (const value of Object.values(exceptionAttributes(thrown))) expect(typeof value).toBe('string');
          expect(typeof errorType(Object.assign(new Error('x'), { name: thrown, constructor: thrown }))).toBe('string');
        },
      ),
    );
  });
});

function* endless(): Generator<number> {
  for (;;) yield 1;
}
