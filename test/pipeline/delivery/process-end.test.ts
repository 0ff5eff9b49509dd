import { describe, expect, test } from '@jest/globals';
import { runProgram, sourceUrl } from '../../pipeline/exporters/programs.ts';

/** A program with a lifecycle whose parts say when they are called, the asynchronous ones after 20 ms, and then this application. */
const program = (application: string): string => `
  import { Lifecycle } from ${sourceUrl('src/distribution/lifecycle/lifecycle.ts')};
  const say = (name) => () => console.log(name);
  const work = (name) => async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    console.log(name);
  };
  const options = {
    flush: work('flush'),
    shutdown: work('shutdown'),
    stopRetrying: say('stop retrying'),
    abortAll: say('abort all'),
    exitDelivery: { prepare: say('prepare'), deliver: say('deliver') },
    needsEventLoop: false,
    onUncaught: (error, origin, isFatal) => console.log(error.message, origin, isFatal),
  };
  const ASYNCHRONOUS = { needsEventLoop: true, exitDelivery: { prepare: () => {}, deliver: () => {} } };
  const hang = () => new Promise(() => setInterval(() => {}, 60_000));
  const start = (changes) => {
    const lifecycle = new Lifecycle({ ...options, timeoutMillis: 300, ...changes });
    lifecycle.install();
    return lifecycle;
  };
  ${application}
`;

const LATER = "setTimeout(() => console.log('work'), 50)";
const NOTED = "process.on('beforeExit', () => console.log('beforeExit'));";

async function run(application: string) {
  const { code, stdout, stderr } = await runProgram(program(application), { timeoutMillis: 5_000 });
  return { code, output: stdout.split('\n').slice(0, -1), stderr };
}

describe('ProcessEnd', () => {
  test.each([
    ['what waits is delivered, and beforeExit runs once', `${NOTED} start();`, 0, ['beforeExit', 'prepare', 'deliver']],
    ['after all work', `start(); ${LATER};`, 0, ['work', 'prepare', 'deliver']],
    ['the exit code stays', 'start(); process.exitCode = 3;', 3, ['prepare', 'deliver']],
    ['an unsettled await keeps its code', 'start(); await new Promise(() => {});', 13, ['prepare', 'deliver']],
    ['process.exit()', `${NOTED} start(); process.exit(5);`, 5, ['deliver']],
    [
      'after the listeners of the application',
      "start(); process.on('exit', () => console.log('mine'));",
      0,
      ['prepare', 'mine', 'deliver'],
    ],
    ['once: the application has shut down itself', 'await start().shutdown();', 0, ['shutdown']],
    [
      'an application that finds something to do at the end gets the time',
      `start(); process.once('beforeExit', () => ${LATER});`,
      0,
      ['work', 'prepare', 'deliver'],
    ],
    [
      'what fails is nobody’s problem',
      "start({ exitDelivery: { prepare: () => {}, deliver: () => { throw new Error('x'); } } });",
      0,
      [],
    ],
  ])('the event loop runs empty: %s', async (_, application, code, output) => {
    expect(await run(application)).toMatchObject({ code, output });
  });

  test.each([
    ['what waits is sent', 'start(ASYNCHRONOUS);', 0, ['shutdown']],
    ['after all work', `start(ASYNCHRONOUS); ${LATER};`, 0, ['work', 'shutdown']],
    ['the exit code stays', 'start(ASYNCHRONOUS); process.exitCode = 3;', 3, ['shutdown']],
    [
      'a failure is nobody’s problem',
      'start({ ...ASYNCHRONOUS, shutdown: async () => { throw new Error("x"); } });',
      0,
      [],
    ],
    ['what hangs is given up', 'start({ ...ASYNCHRONOUS, shutdown: hang }); process.exitCode = 3;', 3, ['abort all']],
    [
      'an application that finds something to do at the end gets the time',
      `process.once('beforeExit', () => ${LATER}); start(ASYNCHRONOUS);`,
      0,
      ['work', 'shutdown'],
    ],
  ])('the event loop runs empty, and an exporter needs it: %s', async (_, application, code, output) => {
    expect(await run(application)).toEqual({ code, output, stderr: '' });
  });

  test.each([
    ["setTimeout(() => { throw new Error('boom'); });", 1, ['boom uncaughtException true', 'deliver', 'deliver']],
    ["setTimeout(() => Promise.reject(new Error('boom')));", 1, ['boom unhandledRejection true', 'deliver', 'deliver']],
    [
      "process.once('uncaughtException', () => {}); setTimeout(() => { throw new Error('boom'); });",
      0,
      ['boom uncaughtException false', 'prepare', 'deliver'],
    ],
    [
      "process.setUncaughtExceptionCaptureCallback(() => {}); setTimeout(() => { throw new Error('boom'); });",
      0,
      ['boom uncaughtException false', 'prepare', 'deliver'],
    ],
    ["process.on('unhandledRejection', () => {}); Promise.reject(new Error('boom'));", 0, ['prepare', 'deliver']],
    [
      "process.on('exit', () => { throw new Error('boom'); });",
      1,
      ['prepare', 'boom uncaughtException true', 'deliver'],
    ],
  ])('nobody caught it: %s', async (application, code, output) => {
    expect(await run(`start(); ${application}`)).toMatchObject({ code, output });
  });

  test('input on a pipe that nobody reads is no reason to stay', async () => {
    const { code, stdout } = await runProgram(
      program('process.stdin.on("data", () => {}).unref?.(); start(ASYNCHRONOUS);'),
    );
    expect([code, stdout]).toEqual([0, 'shutdown\n']);
  });
});
