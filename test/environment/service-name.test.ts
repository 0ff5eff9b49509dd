// Which application a process belongs to when its main script is a tool in node_modules, and which processes are none.
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expectOutcome } from '../program/outcome.ts';
import { CLI } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';
import { TemporaryFolder } from '../program/temporary-folder.ts';
import { deliver } from './delivery.ts';

const API = createRequire(import.meta.url).resolve('@opentelemetry/api');
const PROGRAM = `require(${JSON.stringify(API)}).trace.getTracer('t').startSpan('work').end();`;

/** An application with its tools, a second one that pm2 runs, and a global folder of tools. */
const FILES = {
  'shop/package.json': '{"name":"shop","version":"1.0.0"}',
  'shop/server.js': PROGRAM,
  'shop/node_modules/next/package.json': '{"name":"next"}',
  'shop/node_modules/next/dist/bin/next': PROGRAM,
  'shop/node_modules/next/dist/compiled/jest-worker/processChild.js': PROGRAM,
  'shop/node_modules/vitest/package.json': '{"name":"vitest"}',
  'shop/node_modules/vitest/dist/workers/forks.js': PROGRAM,
  'till/package.json': '{"name":"till","version":"2.0.0"}',
  'till/server.js': PROGRAM,
  'global/node_modules/pm2/package.json': '{"name":"pm2"}',
  'global/node_modules/pm2/lib/ProcessContainerFork.js': PROGRAM,
  'global/node_modules/npm/bin/npm-cli.js': PROGRAM,
  'global/node_modules/npm/bin/npx-cli.js': PROGRAM,
  'global/node_modules/pnpm/bin/pnpm.cjs': PROGRAM,
  'global/node_modules/corepack/dist/yarn.js': PROGRAM,
  'global/node_modules/corepack/dist/corepack.js': PROGRAM,
  'shop/.yarn/releases/yarn-4.9.1.cjs': PROGRAM,
  'shop/yarn.js': PROGRAM,
  'shop/npm-stats.js': PROGRAM,
  'empty/nothing.txt': '',
};
const LINKS = {
  'shop/node_modules/.bin/next': '../next/dist/bin/next',
  'bin/npm': '../global/node_modules/npm/bin/npm-cli.js',
  'bin/yarn': '../global/node_modules/corepack/dist/yarn.js',
  'bin/pm2': '../global/node_modules/pm2/lib/ProcessContainerFork.js',
};

const temporary = new TemporaryFolder();
// The folder for temporary files may be a link.
const root = realpathSync(temporary.path);

beforeAll(() => {
  const folders = [...Object.keys(FILES), ...Object.keys(LINKS)].map((file) => dirname(join(root, file)));
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(FILES)) writeFileSync(join(root, file), text);
  for (const [link, target] of Object.entries(LINKS)) symlinkSync(target, join(root, link));
});
afterAll(() => temporary[Symbol.dispose]());

const PM2 = 'global/node_modules/pm2/lib/ProcessContainerFork.js';
const run = (script: string, folder: string, env = {}) =>
  deliver({ file: join(root, script), cwd: join(root, folder), env: { OTEL_METRICS_EXPORTER: 'none', ...env } });

describe('service.name', () => {
  test.concurrent.each([
    ['the application itself', 'shop/server.js', 'empty', {}, 'shop', '1.0.0'],
    ['next, by its link', 'shop/node_modules/.bin/next', 'shop', {}, 'shop', '1.0.0'],
    [
      'a worker of next',
      'shop/node_modules/next/dist/compiled/jest-worker/processChild.js',
      'shop',
      {},
      'shop',
      '1.0.0',
    ],
    ['a worker of vitest', 'shop/node_modules/vitest/dist/workers/forks.js', 'shop', {}, 'shop', '1.0.0'],
    [
      'an application under pm2',
      PM2,
      'shop',
      { pm_exec_path: 'ROOT/till/server.js', pm_cwd: 'ROOT/till' },
      'till',
      '2.0.0',
    ],
    [
      'next under pm2',
      PM2,
      'empty',
      { pm_exec_path: 'ROOT/shop/node_modules/next/dist/bin/next', pm_cwd: 'ROOT/shop' },
      'shop',
      '1.0.0',
    ],
    ['a global tool where there is no package.json', 'bin/pm2', 'empty', {}, 'pm2', undefined],
  ])('%s', async (_, script, folder, env, name, version) => {
    const paths = Object.entries(env).map(([key, value]) => [key, value.replace('ROOT', root)]);
    const { result, spans } = await run(script, folder, Object.fromEntries(paths));
    expectOutcome(result, { stderr: '' });
    const { 'service.name': actual, 'service.version': actualVersion } = spans[0]?.resource.attributes ?? {};
    expect([actual, actualVersion]).toEqual([name, version]);
  });

  test.concurrent('otelier config says in the same folder what next says', async () => {
    const { stdout } = await runProgram({
      file: CLI,
      args: ['config', '--json'],
      nodeOptions: [],
      cwd: join(root, 'shop'),
    });
    expect(JSON.parse(stdout).values['service.name'].value).toBe('shop');
  });
});

describe('a package manager', () => {
  test.concurrent.each([
    'bin/npm',
    'bin/yarn',
    'global/node_modules/npm/bin/npm-cli.js',
    'global/node_modules/npm/bin/npx-cli.js',
    'global/node_modules/pnpm/bin/pnpm.cjs',
    'global/node_modules/corepack/dist/corepack.js',
    'shop/.yarn/releases/yarn-4.9.1.cjs',
  ])('%s starts no SDK and writes no line', async (script) => {
    const { result, requests } = await run(script, 'shop', { OTEL_LOG_LEVEL: 'debug' });
    expectOutcome(result, { stdout: '', stderr: '' });
    expect(requests).toEqual([]);
  });

  test.concurrent.each(['shop/yarn.js', 'shop/npm-stats.js'])('%s is an application', async (script) => {
    const { spans } = await run(script, 'shop');
    expect(spans).toHaveLength(1);
  });
});
