import fs, { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import type { DeliveryResult } from '../../../src/foundation/diagnostics/delivery-result.ts';
import { ExportLedger } from '../../../src/pipeline/delivery/export-ledger.ts';
import { Spool } from '../../../src/pipeline/delivery/spool/spool.ts';
import type { SpoolEntry } from '../../../src/pipeline/delivery/spool/spool-entry.ts';
import { SpoolSender } from '../../../src/pipeline/delivery/spool-sender.ts';
import { TemporaryFolder } from '../../program/temporary-folder.ts';

/** Where the file of an entry is. */
function fileOf(folder: string, { name }: SpoolEntry): string {
  const [own = ''] = readdirSync(folder);
  return path.join(folder, own, name);
}

/** An entry of ten spans, of whose file `harm` makes something else before it is sent. */
function sendHarmed(folder: string, harm: (file: string) => void) {
  const spool = new Spool({ folder, maxBytes: 1_000_000 });
  const ledger = new ExportLedger({ signal: 'traces', destination: 'http://test', queueCapacity: 1 });
  const sent: Uint8Array[] = [];
  const sender = new SpoolSender({
    spool,
    ledger,
    resender: {
      export: (body, done) => {
        sent.push(body);
        done({ code: 0 });
      },
    },
  });
  const entry = spool.append('traces', 'proto', 10, Buffer.from('body')) as SpoolEntry;
  ledger.spooled(10);
  const file = fileOf(folder, entry);
  harm(file);
  const results: DeliveryResult[] = [];
  sender.send(entry, (result) => results.push(result));
  return { results, sent, file, snapshot: ledger.snapshot() };
}

describe('SpoolSender', () => {
  test('sends a whole file and removes it', () => {
    using folder = new TemporaryFolder();
    const { results, sent, snapshot } = sendHarmed(folder.path, () => {});
    expect([results, sent.map(String), snapshot]).toMatchObject([[{ code: 0 }], ['body'], { sent: 10, spooled: 0 }]);
    expect(readdirSync(folder.path, { recursive: true })).toHaveLength(2);
  });

  test('keeps a file that cannot be read without file descriptors, and retries', () => {
    using folder = new TemporaryFolder();
    const harm = (): void => {
      jest.spyOn(fs, 'openSync').mockImplementationOnce(() => {
        throw Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' });
      });
    };
    const { results, snapshot, file } = sendHarmed(folder.path, harm);
    expect(results).toEqual([{ code: 1, isTransient: true, isUnsent: true }]);
    expect(snapshot).toMatchObject({ spooled: 10, dropped: {}, sent: 0, failed: 1 });
    expect(readdirSync(path.dirname(file))).toContain(path.basename(file));
  });

  test('counts and removes a damaged file, which says nothing about the destination', () => {
    using folder = new TemporaryFolder();
    const { results, snapshot } = sendHarmed(folder.path, (file) => writeFileSync(file, 'x'));
    expect(results).toEqual([{ code: 0, isUnsent: true }]);
    expect(snapshot).toMatchObject({ spooled: 0, dropped: { spool_corrupt: 10 } });
  });

  test('counts and removes a folder with the name of an entry, and goes on', () => {
    using folder = new TemporaryFolder();
    const harm = (file: string): void => {
      rmSync(file);
      mkdirSync(file);
    };
    const { results, snapshot, file } = sendHarmed(folder.path, harm);
    expect(results).toEqual([{ code: 0, isUnsent: true }]);
    expect(snapshot).toMatchObject({ spooled: 0, dropped: { spool_corrupt: 10 }, failed: 0 });
    expect(readdirSync(path.dirname(file))).toEqual(['alive.json']);
  });

  test('counts nothing as lost when another process has taken the file over', () => {
    using folder = new TemporaryFolder();
    const { results, snapshot } = sendHarmed(folder.path, (file) => rmSync(file));
    expect(results).toEqual([{ code: 0, isUnsent: true }]);
    expect(snapshot).toMatchObject({ spooled: 0, dropped: {} });
  });
});
