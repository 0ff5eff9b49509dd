import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';

const fixture = fileURLToPath(new URL('./fixtures/exports-to-itself.mjs', import.meta.url));

describe('receiver in an instrumented process', () => {
  test('does not trace itself, prints nothing and lets the process end', async () => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [fixture]);
    expect(JSON.parse(stdout)).toEqual(['client GET', 'internal last', 'server GET']);
    expect(stderr).toBe('');
  });
});
