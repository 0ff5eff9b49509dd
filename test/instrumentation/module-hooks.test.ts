import { expect, test } from '@jest/globals';
import { canWatchModuleLoads, libraryOf } from '../../src/instrumentation/module-hooks.ts';
import { runProgram, sourceUrl } from '../exporters/programs.ts';

test.each([
  ['http', 'http'],
  ['node:http', 'http'],
  ['node:fs/promises', 'fs'],
  ['openai', 'openai'],
  ['openai/helpers/zod', 'openai'],
  ['@scope/name', '@scope/name'],
  ['@scope/name/deep/file.js', '@scope/name'],
  ['./openai', '.'],
  ['../http/index.js', '..'],
  ['/srv/openai/index.js', ''],
  ['file:///srv/node_modules/openai/index.mjs', 'file:'],
  ['#openai', '#openai'],
  ['', ''],
])('%j belongs to the library %j', (specifier, library) => {
  expect(libraryOf(specifier)).toBe(library);
});

const WATCH = `
  import { watchModuleLoads } from ${sourceUrl('src/instrumentation/module-hooks.ts')};
  const seen = [];
  watchModuleLoads(['http', 'winston'], (library) => seen.push(library));
`;

test.each([
  ["await import('node:http')", 'http'],
  ["await import('https')", 'https'],
  ["await import('@opentelemetry/api')", '@opentelemetry/api'],
  ["(await import('node:module')).createRequire(import.meta.url)('node:http')", 'http'],
  ["await import('no-such-library').catch(() => {})", 'no-such-library'],
])('%s is seen before it loads', async (load, library) => {
  const { stdout, stderr } = await runProgram(`${WATCH} ${load}; console.log(JSON.stringify(seen));`);
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toContain(library);
});

test('the Node that runs the tests can watch', () => {
  expect(canWatchModuleLoads()).toBe(true);
});
