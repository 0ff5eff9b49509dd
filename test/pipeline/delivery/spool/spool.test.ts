import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { writeOwnFile } from '../../../../src/pipeline/delivery/spool/own-file.ts';
import { Spool } from '../../../../src/pipeline/delivery/spool/spool.ts';
import { unfinishedName } from '../../../../src/pipeline/delivery/spool/spool-entry.ts';
import { clearDiagnostics, recordDiagnostics } from '../../../foundation/diagnostics/recorded-diagnostics.ts';
import { TemporaryFolder } from '../../../program/temporary-folder.ts';

const recorded = recordDiagnostics();
beforeEach(() => clearDiagnostics(recorded));

const append = (spool: Spool) => spool.append('traces', 'proto', 1, Buffer.from('body'));

describe('Spool', () => {
  test('creates its folder again without a warning after another process took it over', () => {
    using folder = new TemporaryFolder();
    const spool = new Spool({ folder: folder.path, maxBytes: 1_000_000 });
    const [own = ''] = readdirSync(folder.path);
    rmSync(path.join(folder.path, own), { recursive: true });
    const entry = append(spool);
    expect(readdirSync(path.join(folder.path, own)).sort()).toEqual([entry?.name, 'alive.json'].sort());
    expect(JSON.stringify(recorded)).not.toMatch('OTELIER_SPOOL_DIR');
  });

  test('leaves nothing of a file that cannot be finished', () => {
    using folder = new TemporaryFolder();
    const place = path.join(folder.path, 'entry');
    // What is there already cannot be replaced by a file.
    mkdirSync(place);
    expect(() => writeOwnFile(place, unfinishedName(place), Buffer.from('x'))).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
    expect(readdirSync(folder.path)).toEqual(['entry']);
  });
});
