import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { LostLines } from '../../../src/foundation/log-lines/lost-lines.ts';
import { FileOutput } from '../../../src/library/logs/file-output.ts';
import { clearDiagnostics, recordDiagnostics } from '../../foundation/diagnostics/recorded-diagnostics.ts';
import { TemporaryFolder } from '../../program/temporary-folder.ts';

const said = recordDiagnostics();

test('a full disk: one warning, and a count', () => {
  clearDiagnostics(said);
  const lost = new LostLines();
  const output = new FileOutput({ file: '/dev/full', lost });
  for (let index = 0; index < 5; index++) output.write('x');
  output.close();
  expect(lost.count).toBe(5);
  expect(said.warnings).toEqual([expect.stringContaining('got ENOSPC from /dev/full')]);
});

test('a folder where a file is in the way: one warning; when it is gone lines are written', () => {
  clearDiagnostics(said);
  using folder = new TemporaryFolder();
  const blocked = folder.write('blocked', '');
  let now = 0;
  const lost = new LostLines();
  const output = new FileOutput({ file: path.join(blocked, 'a/app.log'), lost, now: () => now });
  output.write('lost');
  expect([lost.count, said.warnings.length]).toEqual([1, 1]);
  folder[Symbol.dispose]();
  mkdirSync(folder.path);
  now = 500;
  output.write('too soon');
  now = 2_000;
  output.write('there');
  output.close();
  expect(readFileSync(path.join(blocked, 'a/app.log'), 'utf8')).toBe('there\n');
  expect([lost.count, said.warnings.length]).toEqual([2, 1]);
});

test('a file that exists is appended to and keeps its mode', () => {
  using folder = new TemporaryFolder();
  const file = path.join(folder.path, 'app.log');
  writeFileSync(file, 'before\n');
  chmodSync(file, 0o644);
  const output = new FileOutput({ file, lost: new LostLines() });
  output.write('after');
  output.close();
  output.close();
  expect(readFileSync(file, 'utf8')).toBe('before\nafter\n');
});
