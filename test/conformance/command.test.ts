// The command with a module that watches nothing: it has to say so, and to fail.
import { describe, expect, test } from '@jest/globals';
import { ROOT } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';

const run = (...args: readonly string[]) =>
  runProgram({ file: `${ROOT}/scripts/conformance-streams.ts`, args, nodeOptions: [] });

describe('npm run conformance:streams', () => {
  test.concurrent('rejects a module without instrumentation', async () => {
    const only = ['--sdk', 'openai 6.49 chat', '--form', 'CJS', '--ending', 'complete', '--ending', 'exit'];
    const { exitCode, stdout, stderr } = await run('data:text/javascript,', ...only);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([
        '| ending   | openai 6.49 chat |',
        '| complete | spans end        |',
        '| exit     | spans end        |',
        '| right    | 0/2              |',
        'openai 6.49 chat, CJS, complete: spans: 0 spans instead of 1',
        'score of data:text/javascript,: 0 of 2',
        'Tests: 0 passed, 2 failed',
      ]),
    );
  });

  test.concurrent('judges otelier when no module is given', async () => {
    const only = ['--sdk', 'Anthropic 1.11', '--form', 'ESM', '--ending', 'break'];
    const { exitCode, stdout } = await run(...only);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('score of otelier: 1 of 1');
  });

  test.concurrent('rejects an unknown peer', async () => {
    const { exitCode, stderr } = await run('--peer', 'nobody');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^expected --peer to be one of official, OpenLLMetry, OpenInference/);
  });
});
