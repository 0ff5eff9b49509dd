import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { sourceUrl } from '../exporters/programs.ts';

/** A program that would run for ever, whose flush and shutdown take 50 ms and say so. */
const program = (application: string): string => `
  import { Lifecycle } from ${sourceUrl('src/sdk/lifecycle.ts')};
  const work = (name) => () => new Promise((resolve) => setTimeout(() => (console.log(name), resolve()), 50));
  const options = { flush: work('flush'), shutdown: work('shutdown'), giveUp: () => console.log('give up') };
  ${application.includes('// before') ? application : ''}
  new Lifecycle({ ...options, timeoutMillis: Number(process.env.TIMEOUT ?? 2_000) }).install();
  ${application.includes('// before') ? '' : application}
  setInterval(() => {}, 60_000);
  console.log('ready');
`;

async function end(application: string, signals: readonly NodeJS.Signals[], env: Record<string, string> = {}) {
  const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', program(application)], {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 10_000,
    killSignal: 'SIGKILL',
  });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (text.includes('ready')) for (const signal of signals) child.kill(signal);
  });
  const [code, signal] = await once(child, 'close');
  return { code, signal, output: output.trim().split('\n') };
}

const OWN_HANDLER = "process.on('SIGTERM', () => setTimeout(() => (console.log('mine'), process.exit(3)), 200));";

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s: what waits is sent, then the process dies by that signal',
  async (signal) => {
    expect(await end('', [signal])).toEqual({ code: null, signal, output: ['ready', 'shutdown'] });
  },
);

test.each([OWN_HANDLER, `${OWN_HANDLER} // before`])(
  'an application with a handler of its own decides about the end: %s',
  async (handler) => {
    expect(await end(handler, ['SIGTERM'])).toEqual({ code: 3, signal: null, output: ['ready', 'flush', 'mine'] });
  },
);

test('impatient signals do not cut the last flush short', async () => {
  expect(await end('', ['SIGTERM', 'SIGTERM', 'SIGINT'])).toMatchObject({
    code: null,
    output: ['ready', 'shutdown'],
  });
});

test('a shutdown that hangs delays the end no longer than the timeout', async () => {
  const hanging = 'options.shutdown = () => new Promise(() => {}); // before';
  expect(await end(hanging, ['SIGTERM'], { TIMEOUT: '100' })).toEqual({
    code: null,
    signal: 'SIGTERM',
    output: ['ready', 'give up'],
  });
});
