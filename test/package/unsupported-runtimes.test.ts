// The installed package on a runtime that cannot run it: one line, and an application that does not notice.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type InstalledPackage, installPackage } from './installed-package.ts';
import { installNode } from './node-installation.ts';

/** Node 18 and 20 are the oldest whose users still ask; 22.14 is the last version without `module.registerHooks`. */
const VERSIONS = ['18.20.8', '20.20.2', '22.14.0'];

const APPS = {
  'app.cjs': "console.log('runs'); console.error('complains'); process.exitCode = 3;",
  'app.mjs': "import fs from 'node:fs'; console.log('runs'); console.error('complains'); process.exitCode = 3;",
  'worker.mjs': `import { isMainThread, Worker } from 'node:worker_threads';
    if (isMainThread) new Worker(new URL(import.meta.url)).on('exit', () => { process.exitCode = 3; });
    else console.log('runs');
    if (isMainThread) console.error('complains');`,
  'start.cjs': `require('otelier').start().shutdown().then(() => {
    console.log('runs'); console.error('complains'); process.exitCode = 3; });`,
};

let installed: InstalledPackage;

beforeAll(async () => {
  installed = await installPackage();
  for (const [name, text] of Object.entries(APPS)) await installed.write(name, text);
}, 180_000);

afterAll(() => installed?.remove());

/** Also of a program that fails, as these do. */
async function outcome(node: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const { code, stdout, stderr } = await installed.run(node, args, env).then(
    (result) => ({ code: 0, ...result }),
    (error: { readonly code: unknown; readonly stdout: string; readonly stderr: string }) => error,
  );
  return {
    code,
    stdout,
    stderr: stderr
      .split('\n', 9)
      .map((line) => line.slice(0, 200))
      .sort(),
  };
}

describe.each(VERSIONS)('Node %s', (version) => {
  let node: string;

  beforeAll(async () => {
    node = await installNode(version);
  }, 300_000);

  const line = `otelier: expected Node.js >= 22.15, got ${version}; the application runs without telemetry`;
  const register = (flag: string, app: string) => [flag, 'otelier/register', app];

  test.each([
    ['--import, CommonJS', register('--import', 'app.cjs')],
    ['-r, CommonJS', register('-r', 'app.cjs')],
    ['--import, ES module', register('--import', 'app.mjs')],
    ['a worker thread', register('--import', 'worker.mjs')],
    ['start() in code', ['start.cjs']],
  ])('%s: writes one line, and nothing else changes', async (_, args) => {
    expect(await outcome(node, args, {})).toEqual({
      code: 3,
      stdout: 'runs\n',
      stderr: ['', 'complains', line].sort(),
    });
  });

  test('writes nothing where telemetry is switched off', async () => {
    const { stderr } = await outcome(node, register('--import', 'app.cjs'), { OTEL_SDK_DISABLED: 'true' });
    expect(stderr).toEqual(['', 'complains']);
  });
});
