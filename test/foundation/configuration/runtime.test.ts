import { execFileSync } from 'node:child_process';
import { describe, expect, jest, test } from '@jest/globals';
import { describeUnsupportedRuntime, warnOfUnsupportedRuntime } from '../../../src/foundation/configuration/runtime.ts';

const MODULE = new URL('../../../src/foundation/configuration/runtime.ts', import.meta.url).href;
/** Prints what the module says in the main thread and in a worker, and whether the question loaded worker_threads. */
const program = (preparation: string): string => `
  const { isMainThread } = await import('${MODULE}');
  ${preparation}
  const before = process.cwd();
  const inMain = isMainThread();
  const isLoaded = process.moduleLoadList.includes('NativeModule worker_threads');
  const { Worker } = await import('node:worker_threads');
  const code = \`Promise.all([import('${MODULE}'), import('node:worker_threads')]).then(([own, { parentPort }]) => {
    ${preparation}
    parentPort.postMessage(own.isMainThread());
  })\`;
  new Worker(code, { eval: true }).on('message', (inWorker) => {
    console.log(JSON.stringify({ inMain, inWorker, isLoaded, isMoved: process.cwd() !== before }));
  });
`;

function answers(preparation = ''): unknown {
  const args = ['--disable-warning=ExperimentalWarning', '--experimental-strip-types', '--input-type=module'];
  return JSON.parse(execFileSync(process.execPath, [...args, '-e', program(preparation)], { encoding: 'utf8' }));
}

describe('isMainThread', () => {
  test('is true in the main thread and false in a worker, without loading worker_threads', () => {
    expect(answers()).toEqual({ inMain: true, inWorker: false, isLoaded: false, isMoved: false });
  });

  test('is right where process.chdir has been replaced, too', () => {
    expect(answers('process.chdir = () => {};')).toMatchObject({ inMain: true, inWorker: false, isMoved: false });
  });
});

describe('describeUnsupportedRuntime', () => {
  test.each(['22.15.0', '22.99.1', '23.5.0', '23.11.1', '24.0.0', '26.10.0'])('accepts Node.js %s', (node) => {
    expect(describeUnsupportedRuntime({ node })).toBeUndefined();
  });

  test.each([
    [{ node: '18.20.8' }, '>= 22.15', '18.20.8'],
    [{ node: '20.20.2' }, '>= 22.15', '20.20.2'],
    [{ node: '22.14.0' }, '>= 22.15', '22.14.0'],
    [{ node: '23.4.0' }, '>= 23.5', '23.4.0'],
    [{ node: '24.3.0', bun: '1.4.5' }, '>= 22.15', 'Bun 1.4.5'],
    [{ node: '24.2.0', deno: '2.9.6' }, '>= 22.15', 'Deno 2.9.6'],
    [{}, '>= 22.15', 'unknown'],
  ])('names what is needed instead of %j', (versions, expected, got) => {
    const description = `expected Node.js ${expected}, got ${got}; the application runs without telemetry`;
    expect(describeUnsupportedRuntime(versions)).toBe(description);
  });

  test('accepts the Node.js that runs the tests', () => {
    expect(describeUnsupportedRuntime()).toBeUndefined();
  });
});

describe('warnOfUnsupportedRuntime', () => {
  test.each([
    [{}, 1],
    [{ OTEL_LOG_LEVEL: 'debug' }, 1],
    [{ OTEL_LOG_LEVEL: 'ERROR' }, 0],
    [{ OTEL_LOG_LEVEL: 'none' }, 0],
    [{ OTEL_SDK_DISABLED: 'True' }, 0],
  ])('with %j writes %d lines', (environment, lines) => {
    const write = jest.spyOn(console, 'error').mockImplementation(() => {});
    warnOfUnsupportedRuntime('expected this, got that', environment);
    expect(write.mock.calls).toEqual(Array(lines).fill(['otelier: expected this, got that']));
    write.mockRestore();
  });
});
