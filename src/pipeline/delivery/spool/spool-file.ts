import { getBuiltinModule } from '../../exporters/transport/unpatched-builtins.ts';
import { unfinishedName } from './spool-folder.ts';

/**
 * One request on disk: a line that says what it should be, then the body as it is sent. No header, no endpoint: those, and the secrets in them, are
 * those of the configuration that sends it.
 */
interface SpoolHeader {
  readonly otelier: 1;
  readonly bytes: number;
  readonly crc32: number;
}

const NEWLINE = 10;
const LONGEST_HEADER = 200;

export function encodeSpoolFile(body: Uint8Array): Buffer {
  const header: SpoolHeader = { otelier: 1, bytes: body.byteLength, crc32: getBuiltinModule('node:zlib').crc32(body) };
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]);
}

/** The body; undefined when the file is cut off or damaged. */
export function decodeSpoolFile(file: Buffer): Buffer | undefined {
  try {
    const end = file.subarray(0, LONGEST_HEADER).indexOf(NEWLINE);
    const header = JSON.parse(file.toString('utf8', 0, end)) as SpoolHeader;
    const body = file.subarray(end + 1);
    const isWhole = header.otelier === 1 && body.byteLength === header.bytes;
    return isWhole && getBuiltinModule('node:zlib').crc32(body) === header.crc32 ? body : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whoever finds the name finds the whole file; what cannot be finished, as on a full disk, leaves nothing.
 * @throws {Error} that of the file system
 */
export function writeWhole(place: string, file: Buffer): void {
  const fs = getBuiltinModule('node:fs');
  const unfinished = unfinishedName(place);
  try {
    fs.writeFileSync(unfinished, file, { mode: 0o600, flag: 'wx' });
    fs.renameSync(unfinished, place);
  } catch (error) {
    fs.rmSync(unfinished, { force: true });
    throw error;
  }
}

/** Gone: another process has taken it over. Unreadable: may be readable later, as when there are no file descriptors left. */
export type SpoolReading =
  | { readonly body: Uint8Array }
  | { readonly failure: 'damaged' | 'missing' }
  | { readonly failure: 'unreadable'; readonly code: string };

export function readWhole(place: string): SpoolReading {
  try {
    const body = decodeSpoolFile(getBuiltinModule('node:fs').readFileSync(place));
    return body ? { body } : { failure: 'damaged' };
  } catch (error) {
    const { code = 'an error' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? { failure: 'missing' } : { failure: 'unreadable', code };
  }
}
