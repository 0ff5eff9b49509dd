// A spool in a place that others use, too: it touches nothing that is not a spool's.
import { existsSync, lstatSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { TemporaryFolder } from '../../../program/temporary-folder.ts';
import { startedSpool } from './started-spool.ts';

const LONG_AGO = new Date(Date.now() - 3_600_000);
const DEAD = '999999999-mabcdefg-abcdef';
const ENTRY = `0mabcdefg-${DEAD}-000000.5.traces.proto`;

/** Writes files, and makes all of them and their folders old. */
function leave(root: string, files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), '');
  }
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' }))
    utimesSync(path.join(root, name), LONG_AGO, LONG_AGO);
}

describe('Spool in a shared place', () => {
  test('leaves files, folders and links of others alone, and adopts the entries of a dead process', async () => {
    using place = new TemporaryFolder();
    using elsewhere = new TemporaryFolder();
    const strange = [
      'app.sqlite',
      'uploads/photo.jpg',
      'uploads/draft.tmp',
      '2026-11-21/report.tmp',
      // Named like a spool's folder, and none.
      '12-mabcdefg-abcdef/alive.json',
      '13-mabcdefg-abcdef/draft.tmp',
      '14-mabcdefg-abcdef',
    ];
    const target = path.join(elsewhere.path, '15-mabcdefg-abcdef');
    leave(elsewhere.path, ['15-mabcdefg-abcdef/unsaved.tmp', `15-mabcdefg-abcdef/${ENTRY}`]);
    symlinkSync(target, path.join(place.path, '15-mabcdefg-abcdef'));
    symlinkSync(elsewhere.path, path.join(place.path, 'current'));
    leave(place.path, [
      ...strange,
      `${DEAD}/${ENTRY}`,
      `${DEAD}/${ENTRY}.tmp`,
      '16-mabcdefg-abcdef.taken-3/alive.json',
    ]);
    writeFileSync(path.join(place.path, '12-mabcdefg-abcdef', 'notes.txt'), '');
    writeFileSync(
      path.join(place.path, '16-mabcdefg-abcdef.taken-3', 'alive.json'),
      '{"pid":999999999,"world":"gone"}',
    );
    utimesSync(path.join(place.path, '16-mabcdefg-abcdef.taken-3', 'alive.json'), LONG_AGO, LONG_AGO);
    utimesSync(path.join(place.path, '12-mabcdefg-abcdef'), LONG_AGO, LONG_AGO);

    const { taken, seen } = startedSpool(place.path);
    await taken(1);
    expect(seen.map(({ name }) => name)).toEqual([ENTRY]);
    for (const file of strange) expect([file, existsSync(path.join(place.path, file))]).toEqual([file, true]);
    expect(readdirSync(target).sort()).toEqual([ENTRY, 'unsaved.tmp']);
    expect(lstatSync(path.join(place.path, '15-mabcdefg-abcdef')).isSymbolicLink()).toBe(true);
    expect(existsSync(path.join(place.path, DEAD))).toBe(false);
    expect(readdirSync(place.path).filter((name) => name.includes('.taken-'))).toEqual([]);
  });
});
