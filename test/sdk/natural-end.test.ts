import { expect, test } from '@jest/globals';
import { runProgram, sourceUrl } from '../exporters/programs.ts';

/** A program with a lifecycle whose flush and shutdown say so and take 20 ms, and then this application. */
const program = (application: string): string => `
  import { Lifecycle } from ${sourceUrl('src/sdk/lifecycle.ts')};
  const work = (name) => async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    console.log(name);
  };
  const options = { flush: work('flush'), shutdown: work('shutdown'), giveUp: () => console.log('give up') };
  const hang = () => new Promise(() => setInterval(() => {}, 60_000));
  const start = (changes) => {
    const lifecycle = new Lifecycle({ ...options, timeoutMillis: 300, ...changes });
    lifecycle.install();
    return lifecycle;
  };
  ${application}
`;

const LATER = "setTimeout(() => console.log('work'), 50)";

test.each([
  ['what waits is sent', 'start();', 0, ['shutdown']],
  ['after all work', `start(); ${LATER};`, 0, ['work', 'shutdown']],
  ['the exit code stays', 'start(); process.exitCode = 3;', 3, ['shutdown']],
  ['a failure is nobody’s problem', 'start({ shutdown: async () => { throw new Error("x"); } });', 0, []],
  ['what hangs is given up', 'start({ shutdown: hang }); process.exitCode = 3;', 3, ['give up']],
  ['once: the application has shut down itself', 'await start().shutdown();', 0, ['shutdown']],
  [
    'an application that finds something to do at the end gets the time',
    `start(); process.once('beforeExit', () => ${LATER});`,
    0,
    ['flush', 'work', 'shutdown'],
  ],
  [
    'a listener that came first is as good',
    `process.once('beforeExit', () => ${LATER}); start();`,
    0,
    ['flush', 'work', 'shutdown'],
  ],
])('the event loop runs empty: %s', async (_, application, code, output) => {
  const { stdout, ...result } = await runProgram(program(application), { timeoutMillis: 5_000 });
  expect({ code: result.code, output: stdout.split('\n').slice(0, -1) }).toEqual({ code, output });
});

test('input on a pipe that nobody reads is no reason to stay', async () => {
  const { code, stdout } = await runProgram(program('process.stdin.on("data", () => {}).unref?.(); start();'));
  expect([code, stdout]).toEqual([0, 'shutdown\n']);
});
