import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { acquireLease, isOrphan } from '../../../../src/pipeline/delivery/spool/folder-lease.ts';
import { TemporaryFolder } from '../../../program/temporary-folder.ts';

/** Whether the folder of a process that has last shown itself `seconds` ago is an orphan. */
function isOrphanAfter(seconds: number, owner: { readonly pid?: number; readonly world?: string }): boolean {
  using temporary = new TemporaryFolder();
  const folder = path.join(temporary.path, 'one');
  mkdirSync(folder);
  acquireLease(folder);
  const file = path.join(folder, 'alive.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...owner }));
  const then = Date.now() / 1_000 - seconds;
  utimesSync(file, then, then);
  return isOrphan(folder);
}

describe('isOrphan', () => {
  test.each([
    ['here, runs', { pid: process.ppid }, 0, false],
    ['here, runs, and was stopped or busy', { pid: process.ppid }, 60, false],
    ['here, and the number is in use again', { pid: process.ppid }, 3_600, true],
    ['here, and is gone', { pid: 999_999_999 }, 0, true],
    ['elsewhere, and has just shown itself', { pid: 999_999_999, world: 'elsewhere' }, 5, false],
    ['elsewhere, and has not shown itself', { pid: process.ppid, world: 'elsewhere' }, 60, true],
  ])('judges a process %s', (_about, owner, seconds, expected) => {
    expect(isOrphanAfter(seconds, owner)).toBe(expected);
  });
});
