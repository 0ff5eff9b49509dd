import { describe, expect, test } from '@jest/globals';
import { canPatchImportsInThread } from '../../../../src/distribution/instrumentation/loading/module-hooks.ts';
import { runProgram, sourceUrl } from '../../../pipeline/exporters/programs.ts';

const WATCH = `
  import { watchModuleLoads } from ${sourceUrl('src/distribution/instrumentation/loading/module-hooks.ts')};
  const seen = [];
  const resolved = [];
  watchModuleLoads({ onLoad: (specifier) => seen.push(specifier), onResolved: (specifier, url) => resolved.push(url) });
`;

describe('watchModuleLoads', () => {
  test.each([
    ["await import('node:http')", 'node:http', 'node:http'],
    ["await import('https')", 'https', 'node:https'],
    ["await import('@opentelemetry/api')", '@opentelemetry/api', '@opentelemetry/api/'],
    ["(await import('node:module')).createRequire(import.meta.url)('node:http')", 'node:http', 'node:http'],
    ["await import('no-such-library').catch(() => {})", 'no-such-library', ''],
  ])('%s: reports the specifier before it loads, and the URL', async (load, specifier, url) => {
    const { stdout, stderr } = await runProgram(`${WATCH} ${load}; console.log(JSON.stringify([seen, resolved]));`);
    expect(stderr).toBe('');
    const [seen, resolved] = JSON.parse(stdout);
    expect(seen).toContain(specifier);
    expect(resolved.join(' ')).toContain(url);
  });

  test('the Node that runs the tests can patch imports in its own thread', () => {
    expect(canPatchImportsInThread()).toBe(true);
  });
});
