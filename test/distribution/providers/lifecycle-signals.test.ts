import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { sourceUrl } from '../../pipeline/exporters/programs.ts';

/** A program that would run for ever, whose flush takes 50 ms and says so. */
const program = (application: string): string => `
  import { Lifecycle } from ${sourceUrl('src/distribution/lifecycle/lifecycle.ts')};
  const work = (name) => () => new Promise((resolve) => setTimeout(() => (console.log(name), resolve()), 50));
  const none = () => {};
  const options = {
    flush: work('flush'),
    shutdown: work('shutdown'),
    stopRetrying: () => console.log('stop retrying'),
    abortAll: () => console.log('abort all'),
    exitDelivery: { prepare: none, deliver: none },
    needsEventLoop: false,
    onUncaught: none,
  };
  ${application.includes('// before') ? application : ''}
  new Lifecycle({ ...options, timeoutMillis: Number(process.env.TIMEOUT ?? 2_000) }).install();
  ${application.includes('// before') ? '' : application}
  setInterval(() => {}, 60_000);
  console.log('ready');
`;

const require = createRequire(import.meta.url);
const SIGNAL_EXIT_3 = require.resolve('signal-exit');
const SIGNAL_EXIT_4 = createRequire(require.resolve('write-file-atomic')).resolve('signal-exit');

interface EndOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Another signal when this was printed. */
  readonly again?: readonly [RegExp, NodeJS.Signals];
}

async function end(application: string, signals: readonly NodeJS.Signals[], { env = {}, again }: EndOptions = {}) {
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
    if (again?.[0].test(text)) child.kill(again[1]);
  });
  const [code, signal] = await once(child, 'close');
  return { code, signal, output: output.trim().split('\n') };
}

const OWN_HANDLER = "process.on('SIGTERM', () => setTimeout(() => (console.log('mine'), process.exit(3)), 200));";

describe('SignalHandler', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s: what waits is sent, then the process dies by that signal',
    async (signal) => {
      expect(await end('', [signal])).toEqual({ code: null, signal, output: ['ready', 'stop retrying', 'flush'] });
    },
  );

  test.each([OWN_HANDLER, `${OWN_HANDLER} // before`])(
    'an application with a handler of its own decides about the end: %s',
    async (handler) => {
      expect(await end(handler, ['SIGTERM'])).toEqual({ code: 3, signal: null, output: ['ready', 'flush', 'mine'] });
    },
  );

  test.each([
    ['SIGTERM', 'SIGTERM'],
    ['SIGTERM', 'SIGINT'],
    ['SIGINT', 'SIGINT'],
  ] as const)(
    '%s and, at once, %s (npm hands on what the terminal sends) do not cut the last flush short',
    async (...signals) => {
      expect(await end('', signals)).toMatchObject({ code: null, output: ['ready', 'stop retrying', 'flush'] });
    },
  );

  const HANGING = 'options.flush = () => new Promise(() => {}); // before';

  test('a flush that hangs delays the end no longer than the timeout', async () => {
    expect(await end(HANGING, ['SIGTERM'], { env: { TIMEOUT: '100' } })).toEqual({
      code: null,
      signal: 'SIGTERM',
      output: ['ready', 'stop retrying'],
    });
  });

  test('a second Ctrl-C ends at once', async () => {
    const ended = await end(
      `${HANGING}\noptions.stopRetrying = () => setTimeout(() => console.log('a while later'), 150);`,
      ['SIGINT'],
      {
        env: { TIMEOUT: '60000' },
        again: [/later/, 'SIGINT'],
      },
    );
    expect(ended).toEqual({ code: null, signal: 'SIGINT', output: ['ready', 'a while later'] });
  });

  test('a handler that is added later, in front, and once, still decides', async () => {
    const handler =
      "process.prependOnceListener('SIGTERM', () => setTimeout(() => (console.log('mine'), process.exit(3)), 200));";
    expect(await end(handler, ['SIGTERM'])).toEqual({ code: 3, signal: null, output: ['ready', 'flush', 'mine'] });
  });

  const signalExit = (module: string, answer: string): string => `
  import { createRequire } from 'node:module';
  const loaded = createRequire(${JSON.stringify(import.meta.filename)})('${module}');
  (loaded.onExit ?? loaded)((code, signal) => (console.log('signal-exit', code, signal), ${answer}));
`;

  test.each([
    ['3', signalExit(SIGNAL_EXIT_3, 'false'), ['ready', 'stop retrying', 'flush', 'signal-exit null SIGTERM']],
    ['4', signalExit(SIGNAL_EXIT_4, 'false'), ['ready', 'stop retrying', 'flush', 'signal-exit null SIGTERM']],
    [
      '3 and 4',
      `{ ${signalExit(SIGNAL_EXIT_3, 'false').replace(/import .*/, '')} } ${signalExit(SIGNAL_EXIT_4, 'false')}`,
      ['ready', 'stop retrying', 'flush', 'signal-exit null SIGTERM', 'signal-exit null SIGTERM'],
    ],
  ])('signal-exit %s is not waited for, nor does it wait', async (_, application, output) => {
    expect(await end(application, ['SIGTERM'])).toEqual({ code: null, signal: 'SIGTERM', output });
  });

  test('a user of signal-exit that stays is watched on', async () => {
    const application = signalExit(SIGNAL_EXIT_4, "setTimeout(() => console.log('stayed'), 300)");
    const stays = application.replace(
      "setTimeout(() => console.log('stayed'), 300)",
      "(setTimeout(() => console.log('stayed'), 300), true)",
    );
    expect(await end(stays, ['SIGTERM'], { again: [/stayed/, 'SIGTERM'] })).toEqual({
      code: null,
      signal: 'SIGTERM',
      output: ['ready', 'stop retrying', 'flush', 'signal-exit null SIGTERM', 'stayed', 'stop retrying', 'flush'],
    });
  });
});
