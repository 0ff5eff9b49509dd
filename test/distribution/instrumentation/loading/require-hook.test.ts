import { expect, test } from '@jest/globals';
import { runProgram, sourceUrl } from '../../../pipeline/exporters/programs.ts';

/** A patch that says which modules it sees, as require-in-the-middle's does. */
const PATCH = `
  const patch = (name) => () => {
    const { require } = Module.prototype;
    Module.prototype.require = function (id) {
      seen.push(name + ' ' + id);
      return require.call(this, id);
    };
  };`;

async function seenBy(program: string): Promise<readonly string[]> {
  const { stdout, stderr } = await runProgram(`
    import Module, { createRequire } from 'node:module';
    import { RequireHook } from ${sourceUrl('src/distribution/instrumentation/loading/require-hook.ts')};
    const seen = [];
    ${PATCH}
    const load = createRequire('/srv/app.js');
    ${program}
    console.log(JSON.stringify(seen));`);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

const ARM_AT_HTTP = `
  let isArmed = false;
  const watch = new RequireHook((id) => {
    seen.push('watch ' + id);
    if (id === 'http' && !isArmed) { isArmed = true; watch.patch(patch('late')); }
  });`;

test('a load sees the patch that is made because of it', async () => {
  expect(await seenBy(`${ARM_AT_HTTP} load('os'); load('http'); load('os');`)).toEqual([
    'watch os',
    'watch http',
    'late http',
    'watch os',
    'late os',
  ]);
});

test('also when someone else patched require meanwhile', async () => {
  const seen = await seenBy(`${ARM_AT_HTTP} patch('other')(); load('http'); load('os');`);
  expect(seen).toEqual(expect.arrayContaining(['watch http', 'late http', 'late os', 'other os']));
});

test("files of otelier's own are neither watched nor patched", async () => {
  const own = JSON.stringify(new URL('../../../../src/pipeline/exporters/own.ts', import.meta.url).pathname);
  expect(await seenBy(`${ARM_AT_HTTP} load('http'); seen.length = 0; createRequire(${own})('https');`)).toEqual([]);
});

test('process.getBuiltinModule is watched too', async () => {
  expect(await seenBy(`${ARM_AT_HTTP} process.getBuiltinModule('http');`)).toEqual(['watch http']);
});
