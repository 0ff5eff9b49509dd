import { describe, expect, test } from '@jest/globals';
import { VERSION } from '../../../src/foundation/diagnostics/version.ts';
import { runCli } from './cli-program.ts';

const USAGE = /^usage: otelier <command>\n\n {2}otelier config \[--json\] \[--set\] {2}print the resolved/;

describe('otelier', () => {
  test.each([
    [[], USAGE],
    [['help'], USAGE],
    [['--help'], USAGE],
    [['-h'], USAGE],
    [['--version'], new RegExp(`^${VERSION}\n$`)],
    [['-v'], new RegExp(`^${VERSION}\n$`)],
    [['config', '--help'], /^otelier config \[--json\] \[--set\]\n\nprint the resolved configuration/],
  ])('%j prints to standard output and succeeds', (args, output) => {
    const { code, stdout, stderr } = runCli(args);
    expect(stdout).toMatch(output);
    expect([code, stderr]).toEqual([0, '']);
  });

  test.each([
    [['confg'], /^otelier: expected a command, one of config; got "confg"\n$/],
    [['config', '--yaml'], /^otelier config: Unknown option '--yaml'.*\nusage: otelier config/],
    [['config', 'twice'], /^otelier config: Unexpected argument 'twice'.*\nusage: otelier config/s],
    [['config', '--json=1'], /^otelier config: .*--json.*\nusage: otelier config/s],
  ])('%j is wrong usage: prints to standard error and exits with 2', (args, output) => {
    const { code, stdout, stderr } = runCli(args);
    expect(stderr).toMatch(output);
    expect([code, stdout]).toEqual([2, '']);
  });
});
