import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

const MODULE = new URL('../../../src/foundation/configuration/main-thread.ts', import.meta.url).href;
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

test('true in the main thread and false in a worker, without loading worker_threads', () => {
  expect(answers()).toEqual({ inMain: true, inWorker: false, isLoaded: false, isMoved: false });
});

test('also where process.chdir has been replaced', () => {
  expect(answers('process.chdir = () => {};')).toMatchObject({ inMain: true, inWorker: false, isMoved: false });
});
