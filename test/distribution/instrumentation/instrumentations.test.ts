import { describe, expect, test } from '@jest/globals';
import { runProgram, sourceUrl } from '../../pipeline/exporters/programs.ts';

/** Arms what the environment says, runs `program`, and prints which instrumentations were made, in their order. */
async function armed(program: string, environment: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const { stdout, stderr } = await runProgram(`
    import { diag, DiagLogLevel } from '@opentelemetry/api';
    import { resolveConfig } from ${sourceUrl('src/foundation/configuration/resolve.ts')};
    import { armInstrumentations } from ${sourceUrl('src/distribution/instrumentation/instrumentations.ts')};
    const made = [];
    const debug = (...said) => made.push(.../\\binstrumentation (\\w+) is armed/.exec(said.join(' '))?.slice(1) ?? []);
    const ignore = () => {};
    const logger = { error: console.error, warn: console.error, info: ignore, debug, verbose: ignore };
    diag.setLogger(logger, { logLevel: DiagLogLevel.DEBUG });
    armInstrumentations(resolveConfig({ environment: ${JSON.stringify(environment)} }).config);
    ${program}
    console.log(JSON.stringify(made));
  `);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

describe('armInstrumentations', () => {
  test.each([
    ['nothing is loaded', '', []],
    ['a watched library is loaded', "await import('node:http');", ['http']],
    ['https stands for http too', "await import('https');", ['http']],
    ['a library is loaded twice', "await import('http'); await import('node:http');", ['http']],
    ['winston is imported', "await import('winston');", ['winston']],
  ])('%s', async (_, program, expected) => {
    // winston itself loads http.
    expect((await armed(program)).filter((name) => name !== 'http' || expected.includes('http'))).toEqual(expected);
  });

  test.each([
    [{ OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'none' }, []],
    [{ OTEL_INSTRUMENTATION_HTTP_ENABLED: 'false' }, []],
    [{ OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http' }, ['http']],
  ])('%j: what is not selected is not made', async (environment, expected) => {
    expect(await armed("await import('node:http');", environment)).toEqual(expected);
  });
});
