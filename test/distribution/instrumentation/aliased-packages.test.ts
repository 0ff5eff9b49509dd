// Packages that are loaded by another name than their own: as Turbopack, npm and pnpm install them, or by a URL.
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { deliver } from '../../environment/delivery.ts';
import { expectOutcome } from '../../program/outcome.ts';
import { ROOT } from '../../program/program.ts';
import { TemporaryFolder } from '../../program/temporary-folder.ts';

const INSTALLED = path.join(ROOT, 'node_modules');

/** How a package gets its other name in a node_modules folder. */
const ALIASES = {
  /** Turbopack: a link beside the real folder. */
  link: (modules: string, name: string, alias: string) => {
    installed(modules, name);
    symlinkSync(name, path.join(modules, alias));
  },
  /** npm: the package itself in a folder of the other name. */
  npm: (modules: string, name: string, alias: string) => installed(modules, name, alias),
  /** pnpm: a link to a folder of the right name elsewhere. */
  pnpm: (modules: string, name: string, alias: string) => {
    const store = path.join(modules, `.pnpm/${name}@1.0.0/node_modules`);
    mkdirSync(store, { recursive: true });
    installed(store, name);
    symlinkSync(path.join(store, name), path.join(modules, alias));
  },
};

/** A real copy. */
function installed(modules: string, name: string, folder = name): void {
  cpSync(path.join(INSTALLED, name), path.join(modules, folder), { recursive: true, dereference: true });
}

/** A folder with an empty node_modules, in which packages find the dependencies that the repository has installed. */
function emptyModules(folder: TemporaryFolder): string {
  const outer = path.join(folder.path, 'node_modules');
  const modules = path.join(folder.path, 'app/node_modules');
  mkdirSync(modules, { recursive: true });
  symlinkSync(INSTALLED, outer);
  return modules;
}

const LOADS = {
  require: 'const library = require(process.env.ALIAS);',
  import: 'const library = await import(process.env.ALIAS);',
} as const;

const PINO = '(library.default ?? library)().info("hello");';
const PG = `
  const { Client } = library.default ?? library;
  const { startPostgres } = await import(process.env.POSTGRES);
  const server = await startPostgres();
  const client = new Client({ host: '127.0.0.1', port: server.port, user: 'ada', password: 'secret', database: 'shop' });
  await client.connect();
  await client.query('SELECT name FROM users WHERE id = 7');
  await client.end();
  await server[Symbol.asyncDispose]();`;

type Form = keyof typeof LOADS;

/** Runs a program that loads `name` as `alias`. */
async function runAliased(kind: keyof typeof ALIASES, form: Form, name: string, program: string) {
  using folder = new TemporaryFolder();
  const alias = `${name}-587764f78a6c7a9c`;
  const modules = emptyModules(folder);
  ALIASES[kind](modules, name, alias);
  const body = form === 'require' ? `(async () => { ${LOADS.require} ${program} })();` : `${LOADS.import} ${program}`;
  const file = folder.write(form === 'require' ? 'app/app.cjs' : 'app/app.mjs', body);
  const env = { ALIAS: alias, POSTGRES: path.join(ROOT, 'test/fixtures/libraries/servers/postgres.mjs') };
  const delivery = await deliver({ file, env });
  expectOutcome(delivery.result, { stderr: '' });
  return delivery;
}

const cases = (Object.keys(ALIASES) as (keyof typeof ALIASES)[]).flatMap((kind) =>
  (Object.keys(LOADS) as Form[]).map((form) => [kind, form] as const),
);

describe('a package under an alias', () => {
  test.concurrent.each(cases)('by %s, %s: the queries of pg are traced', async (kind, form) => {
    const { spans } = await runAliased(kind, form, 'pg', PG);
    expect(spans.map(({ name }) => name).sort()).toEqual(['pg.connect', 'pg.query:SELECT shop']);
  });

  test.concurrent.each(cases)('by %s, %s: the records of pino are sent once', async (kind, form) => {
    const { logs } = await runAliased(kind, form, 'pino', PINO);
    expect(logs.map(({ body }) => body)).toEqual(['hello']);
  });

  test('is traced beside the package under its own name', async () => {
    using folder = new TemporaryFolder();
    const modules = emptyModules(folder);
    installed(modules, 'pino');
    installed(modules, 'pino', 'pino-beside');
    const file = folder.write('app/app.cjs', `require('pino')().info('own'); require('pino-beside')().info('alias');`);
    const { logs } = await deliver({ file });
    expect(logs.map(({ body }) => body).sort()).toEqual(['alias', 'own']);
  });
});

const RESOLVED = `
  import { pathToFileURL } from 'node:url';
  import { createRequire } from 'node:module';`;

describe('a package by its URL', () => {
  test.concurrent.each([
    ['import.meta.resolve', "await import(import.meta.resolve('pino'))"],
    ['pathToFileURL', "await import(pathToFileURL(createRequire(import.meta.url).resolve('pino')))"],
    ['the path', "await import(createRequire(import.meta.url).resolve('pino'))"],
    ['require of the path', "createRequire(import.meta.url)(createRequire(import.meta.url).resolve('pino'))"],
  ])('%s: its records are sent', async (_, load) => {
    using folder = linkedFolder();
    const file = folder.write('app.mjs', `${RESOLVED} const library = ${load}; ${PINO}`);
    const { result, logs } = await deliver({ file });
    expectOutcome(result, { stderr: '' });
    expect(logs.map(({ body }) => body)).toEqual(['hello']);
  });

  test.each(['first by URL', 'first by name'])('is the same module as by its name, %s', async (order) => {
    using folder = linkedFolder();
    const specifiers = ["import.meta.resolve('pino')", "'pino'"];
    const [first, second] = order === 'first by URL' ? specifiers : specifiers.toReversed();
    const program = `const a = await import(${first}); const b = await import(${second}); console.log(a === b, a.default === b.default);`;
    const { result } = await deliver({ file: folder.write('app.mjs', program) });
    expectOutcome(result, { stdout: 'true true\n', stderr: '' });
  });

  test('import.meta.resolve gives the URL that it gives without otelier', async () => {
    using folder = linkedFolder();
    const program = `
      import 'express';
      console.log(['express', 'pino', 'node:http', 'pg'].map((name) => import.meta.resolve(name)).join('\\n'));`;
    const file = folder.write('app.mjs', program);
    const plain = await deliver({ file, nodeOptions: [] });
    const observed = await deliver({ file });
    expect(observed.result.stdout).toBe(plain.result.stdout);
    expect(observed.result.stdout).not.toContain('iitm');
  });

  test('another file of a watched package is left as it is', async () => {
    using folder = linkedFolder();
    const program = `
      const { default: tools } = await import(new URL('./lib/tools.js', import.meta.resolve('pino')));
      console.log(typeof tools.asJson);`;
    const { result } = await deliver({ file: folder.write('app.mjs', program) });
    expectOutcome(result, { stdout: 'function\n', stderr: '' });
  });
});

function linkedFolder(): TemporaryFolder {
  const folder = new TemporaryFolder();
  symlinkSync(INSTALLED, path.join(folder.path, 'node_modules'));
  return folder;
}
