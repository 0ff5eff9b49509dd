// S1 to S4 and S10 of the security report: a spool does not trust what it finds.
import { execFileSync } from 'node:child_process';
import fs, { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createSpool } from '../../../../src/pipeline/delivery/export-pipeline.ts';
import { parseSpoolEntry } from '../../../../src/pipeline/delivery/spool/spool-entry.ts';
import { encodeSpoolFile, readSpoolFile } from '../../../../src/pipeline/delivery/spool/spool-file.ts';
import { clearDiagnostics, recordDiagnostics } from '../../../foundation/diagnostics/recorded-diagnostics.ts';
import { TemporaryFolder } from '../../../program/temporary-folder.ts';
import { startedSpool } from './started-spool.ts';

const recorded = recordDiagnostics();
beforeEach(() => clearDiagnostics(recorded));
afterEach(() => void jest.restoreAllMocks());

const LONG_AGO = new Date(Date.now() - 3_600_000);
const ORPHAN = '1-mabcdefg-aaaaaa';
/** An OTLP request of two spans, in protobuf and JSON. */
const PROTO = Buffer.from([10, 6, 18, 4, 18, 0, 18, 0]);
const JSON_BODY = Buffer.from('{"resourceSpans":[{"scopeSpans":[{"spans":[{},{}]}]}]}');

const makeFifo = (place: string): void => void execFileSync('mkfifo', [place]);
const makeLease = (place: string): void => fs.writeFileSync(place, '{"pid":999999999,"world":"gone"}');
const write = (place: string, contents: Uint8Array): void => fs.writeFileSync(place, contents);

/** The entry of two spans that `body` is a valid request of, as another process has left it. */
const adopted = (name: string) =>
  ({ ...parseSpoolEntry(name), isAdopted: true }) as Parameters<typeof readSpoolFile>[1];

/** Starts a spool in a folder where a process that is gone has left files. Resolves to the bodies and failures of what is taken over. */
async function adopt(files: Readonly<Record<string, (place: string) => void>>) {
  using temporary = new TemporaryFolder();
  const orphan = path.join(temporary.path, ORPHAN);
  fs.mkdirSync(orphan);
  for (const [name, make] of Object.entries(files)) make(path.join(orphan, name));
  for (const place of [...readdirSync(orphan).map((name) => path.join(orphan, name)), orphan])
    fs.lutimesSync(place, LONG_AGO, LONG_AGO);
  const { spool, seen, taken } = startedSpool(temporary.path);
  const count = Object.keys(files).filter((name) => name.endsWith('.traces.proto')).length;
  await taken(count);
  const readings = seen.map((entry) => {
    const reading = spool.read(entry);
    spool.remove(entry);
    return [entry.count, 'failure' in reading ? reading.failure : Buffer.from(reading.body)];
  });
  const left = readdirSync(temporary.path, { recursive: true, encoding: 'utf8' });
  return { readings, left: left.map((name) => path.basename(name)) };
}

describe('Spool', () => {
  test('replaces a lease that is a link, and does not write through it', async () => {
    using home = new TemporaryFolder();
    const profile = home.write('profile', 'mine');
    const { left } = await adopt({ 'alive.json': (place) => fs.symlinkSync(profile, place) });
    expect(readFileSync(profile, 'utf8')).toBe('mine');
    expect(left).toEqual([expect.stringMatching(/^\d+-/), 'alive.json']);
  });

  test('does not wait for a FIFO, and does not read a device', async () => {
    const { readings, left } = await adopt({
      'alive.json': makeFifo,
      '0.1.traces.proto': makeFifo,
      '1.1.traces.proto': (place) => fs.symlinkSync('/dev/zero', place),
      '2.2.traces.proto': (place) => write(place, encodeSpoolFile(PROTO)),
    });
    expect(readings).toEqual([
      [1, 'damaged'],
      [1, 'damaged'],
      [2, PROTO],
    ]);
    expect(left).toHaveLength(2);
  });

  test('counts a folder that has the name of an entry as damaged, and removes it', async () => {
    const { readings, left } = await adopt({
      'alive.json': makeLease,
      '0.1.traces.proto': (place) => fs.mkdirSync(place),
    });
    expect(readings).toEqual([[1, 'damaged']]);
    expect(left).toHaveLength(2);
  });

  test('neither reads nor keeps a file that is too large for an entry', async () => {
    const { readings, left } = await adopt({
      'alive.json': makeLease,
      '0.7.traces.proto': (place) => {
        write(place, Buffer.from(`{"otelier":1,"bytes":${3_000_000_000 - 43},"crc32":0}\n`));
        fs.truncateSync(place, 3_000_000_000);
      },
    });
    expect(readings).toEqual([[1, 'damaged']]);
    expect(left).toHaveLength(2);
  });

  test('does not believe the number of items in a name', async () => {
    const { readings } = await adopt({
      'alive.json': makeLease,
      '0.999999999.traces.proto': (place) => write(place, encodeSpoolFile(PROTO)),
    });
    expect(readings).toEqual([[expect.any(Number), 'damaged']]);
    expect(Number(readings[0]?.[0])).toBeLessThan(50);
  });

  test('does not send bytes that are no request', async () => {
    const body = Buffer.from('anything else');
    const { readings } = await adopt({
      'alive.json': makeLease,
      '0.2.traces.proto': (place) => write(place, encodeSpoolFile(body)),
    });
    expect(readings).toEqual([[2, 'damaged']]);
  });
});

describe('readSpoolFile', () => {
  const readAs = (name: string, body: Uint8Array) => {
    using folder = new TemporaryFolder();
    const place = path.join(folder.path, name);
    write(place, encodeSpoolFile(body));
    return readSpoolFile(place, adopted(name));
  };

  test.each([
    ['0.2.traces.proto', PROTO],
    ['0.2.traces.json', JSON_BODY],
    ['0.2.logs.json', Buffer.from('{"resourceLogs":[{"scopeLogs":[{"logRecords":[{}]},{"logRecords":[{}]}]}]}')],
  ])('returns an adopted request whose items are as many as its name says (%s)', (name, body) => {
    expect(readAs(name, body)).toEqual({ body });
  });

  test.each([
    ['0.3.traces.proto', PROTO],
    ['0.3.traces.json', JSON_BODY],
    ['0.2.logs.json', JSON_BODY],
    ['0.1.traces.json', Buffer.from('null')],
    ['0.1.traces.proto', Buffer.from([8, 1])],
  ])('reports an adopted request of something else as damaged (%s, %#)', (name, body) => {
    expect(readAs(name, body)).toEqual({ failure: 'damaged' });
  });

  test('reports a file that others can write as damaged', () => {
    using folder = new TemporaryFolder();
    const place = path.join(folder.path, '0.2.traces.proto');
    write(place, encodeSpoolFile(PROTO));
    fs.chmodSync(place, 0o666);
    expect(readSpoolFile(place, adopted('0.2.traces.proto'))).toEqual({ failure: 'damaged' });
  });

  test('allocates nothing for a length that the file does not have', () => {
    using folder = new TemporaryFolder();
    const place = folder.write('entry', '{"otelier":1,"bytes":60000000,"crc32":0}\nx');
    const allocate = jest.spyOn(Buffer, 'allocUnsafe');
    expect(readSpoolFile(place, adopted('0.2.traces.proto'))).toEqual({ failure: 'damaged' });
    expect(allocate.mock.calls.every(([size]) => size <= 200)).toBe(true);
  });

  test.each(['EMFILE', 'ENFILE', 'EIO', 'ENOMEM'])('waits after %s', (code) => {
    jest.spyOn(fs, 'openSync').mockImplementation(() => {
      throw Object.assign(new Error(code), { code });
    });
    expect(readSpoolFile('/somewhere', adopted('0.2.traces.proto'))).toEqual({ failure: 'unreadable', code });
  });

  test.each(['ELOOP', 'EACCES', 'EISDIR', 'ENXIO'])('gives a file up after %s', (code) => {
    jest.spyOn(fs, 'openSync').mockImplementation(() => {
      throw Object.assign(new Error(code), { code });
    });
    expect(readSpoolFile('/somewhere', adopted('0.2.traces.proto'))).toEqual({ failure: 'damaged' });
  });
});

describe('createSpool', () => {
  const create = (folder: string) =>
    createSpool({ spool: { folder, maxMebibytes: 1 } } as Parameters<typeof createSpool>[0]);
  const refused = (why: RegExp) => {
    expect(recorded.warnings).toEqual([expect.stringMatching(why)]);
    expect(recorded.warnings[0]).toMatch(/^OTELIER_SPOOL_DIR: expected .*telemetry waits in memory only$/);
  };

  test('creates a folder for this user alone', () => {
    using place = new TemporaryFolder();
    const folder = path.join(place.path, 'a', 'spool');
    expect(create(folder)).toBeDefined();
    expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
    expect(recorded.warnings).toEqual([]);
  });

  test('refuses a link', () => {
    using place = new TemporaryFolder();
    using elsewhere = new TemporaryFolder();
    const link = path.join(place.path, 'spool');
    fs.symlinkSync(elsewhere.path, link);
    expect(create(link)).toBeUndefined();
    refused(/got "a link\./);
    expect(readdirSync(elsewhere.path)).toEqual([]);
  });

  test.each([0o777, 0o770, 0o1777])('refuses a folder that others can write to (%o)', (mode) => {
    using place = new TemporaryFolder();
    fs.chmodSync(place.path, mode);
    expect(create(place.path)).toBeUndefined();
    refused(/got "a folder that others can write to \(mode 77[07]\)/);
    expect(readdirSync(place.path)).toEqual([]);
  });

  test('refuses a folder of another user', () => {
    using place = new TemporaryFolder();
    jest.spyOn(process, 'geteuid').mockReturnValue(54_321);
    expect(create(place.path)).toBeUndefined();
    refused(/got "a folder of another user/);
  });
});
