// A library in a version that its instrumentation does not cover is untraced, and one line says so.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { CATALOGUE } from '../../../src/distribution/instrumentation/catalogue.ts';
import { runProgram } from '../../program/run-program.ts';
import { TemporaryFolder } from '../../program/temporary-folder.ts';
import { inline } from '../../regression/inline.ts';

const QUIET = {
  OTEL_LOG_LEVEL: 'info',
  OTEL_TRACES_EXPORTER: 'console',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
};
const NOT_TRACED = /^otelier \[(\w+)\] (instrumentation .* it is not traced)$/gm;
const linesIn = (stderr: string): string[] =>
  [...stderr.matchAll(NOT_TRACED)].map(([, level, line]) => `${level}: ${line}`);

/** Runs a program beside packages of made-up versions. */
async function run(packages: Readonly<Record<string, string>>, name: string, program: string): Promise<string[]> {
  using folder = new TemporaryFolder();
  for (const [library, version] of Object.entries(packages)) {
    const home = path.join('node_modules', library);
    mkdirSync(path.join(folder.path, home), { recursive: true });
    folder.write(path.join(home, 'package.json'), JSON.stringify({ name: library, version, main: 'index.js' }));
    folder.write(path.join(home, 'index.js'), 'exports.made = "up";');
  }
  const { stderr } = await runProgram({ file: folder.write(name, program), env: QUIET });
  return linesIn(stderr);
}

describe('a library in a version that is not covered', () => {
  const graphql = 'info: instrumentation graphql: expected graphql >=14.0.0 <17, got 17.1.0; it is not traced';

  test.concurrent.each([
    ['app.cjs', "require('graphql'); require('graphql'); import('graphql');"],
    [
      'app.mjs',
      "import 'graphql'; import { createRequire } from 'node:module'; createRequire(import.meta.url)('graphql');",
    ],
  ])('is named in one line (%s)', async (name, program) => {
    expect(await run({ graphql: '17.1.0' }, name, program)).toEqual([graphql]);
  });

  test.concurrent.each([
    ['@nestjs/core', '12.5.0', '>=4.0.0 <12'],
    ['express', '6.0.0-beta.1', '>=4.0.0 <6'],
    ['pg', '9.0.0', '>=8.0.3 <9'],
    ['openai', '8.0.0', '>=4.0.0 <8'],
    ['mongodb', '8.1.0', '>=3.3.0 <4 or >=4.0.0 <8'],
  ])('%s %s: says what is expected', async (library, version, expected) => {
    const [line] = await run({ [library]: version }, 'app.cjs', `require('${library}')`);
    expect(line).toMatch(/^info: instrumentation /);
    expect(line).toContain(`expected ${library} ${expected}, got ${version}; it is not traced`);
  });

  test('is not named where the instrumentation is switched off', async () => {
    using folder = new TemporaryFolder();
    mkdirSync(path.join(folder.path, 'node_modules/graphql'), { recursive: true });
    folder.write('node_modules/graphql/package.json', '{ "name": "graphql", "version": "17.1.0" }');
    folder.write('node_modules/graphql/index.js', '');
    const env = { ...QUIET, OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'graphql' };
    const { stderr } = await runProgram({ file: folder.write('app.cjs', "require('graphql')"), env });
    expect(linesIn(stderr)).toEqual([]);
  });

  test('is none of those that are installed here, required and imported', async () => {
    const libraries = Object.values(CATALOGUE).flatMap(({ modules }) => modules);
    const { stderr, stdout } = await runProgram({
      ...inline(`
        import { createRequire } from 'node:module';
        const load = createRequire(process.cwd() + '/x.js');
        let loaded = 0;
        for (const name of ${JSON.stringify(libraries)}) {
          try { load(name); loaded++; await import(name); } catch {}
        }
        console.log(loaded);`),
      env: QUIET,
    });
    expect(Number(/^\d+$/m.exec(stdout)?.[0])).toBeGreaterThan(25);
    expect(linesIn(stderr)).toEqual([]);
  });
});
