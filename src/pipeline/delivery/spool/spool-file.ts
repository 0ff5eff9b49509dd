import { protobufFields } from '../../exporters/transport/protobuf-fields.ts';
import { getBuiltinModule } from '../../exporters/transport/unpatched-builtins.ts';
import { type OwnFile, withOwnFile } from './own-file.ts';
import type { SpoolEntry, SpoolFormat } from './spool-entry.ts';

/**
 * A file holds one request: a line that describes the body, then the body as it is sent. Headers and endpoint are not in it: those, and the
 * secrets in them, come from the configuration of the process that sends it.
 */
interface SpoolHeader {
  readonly otelier: 1;
  readonly bytes: number;
  readonly crc32: number;
}

const NEWLINE = 10;
const MAX_HEADER_BYTES = 200;
/** The maximum size of a file. Larger requests are not spooled, and larger files are not read. Receivers accept 4 to 64 MiB. */
export const MAX_FILE_BYTES = 64 * 1_024 * 1_024;

/** @throws {RangeError} when the body is too long for a file */
export function encodeSpoolFile(body: Uint8Array): Buffer {
  const header: SpoolHeader = { otelier: 1, bytes: body.byteLength, crc32: getBuiltinModule('node:zlib').crc32(body) };
  const line = Buffer.from(`${JSON.stringify(header)}\n`);
  if (line.byteLength + body.byteLength > MAX_FILE_BYTES)
    throw new RangeError(`a request of more than ${MAX_FILE_BYTES / 1_048_576} MiB`);
  return Buffer.concat([line, body]);
}

/**
 * The body of a request, or why there is none. Missing: another process has taken it over. Unreadable: it may be readable later (when there
 * are file descriptors again, say). Damaged: for good.
 */
export type SpoolReading =
  | { readonly body: Uint8Array }
  | { readonly failure: 'damaged' | 'missing' }
  | { readonly failure: 'unreadable'; readonly code: string };

/** All other errors are permanent: retrying them would stop what is behind this file. */
const TRANSIENT = new Set(['EMFILE', 'ENFILE', 'EIO', 'ENOMEM']);

export function readSpoolFile(place: string, entry: SpoolEntry): SpoolReading {
  try {
    const body = withOwnFile(place, readBody);
    const isValid = body !== undefined && (entry.isAdopted !== true || holdsItems(body, entry));
    return isValid ? { body } : { failure: 'damaged' };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { failure: 'missing' };
    return TRANSIENT.has(code) ? { failure: 'unreadable', code } : { failure: 'damaged' };
  }
}

/** undefined when the file is cut off or damaged. The header is verified before memory is allocated for the body. */
function readBody(file: OwnFile): Buffer | undefined {
  const start = file.read(0, MAX_HEADER_BYTES);
  const end = start.indexOf(NEWLINE);
  const { otelier, bytes, crc32 } = JSON.parse(start.toString('utf8', 0, end)) as Partial<SpoolHeader>;
  if (otelier !== 1 || bytes !== file.size - end - 1 || file.size > MAX_FILE_BYTES) return undefined;
  const body = file.read(end + 1, bytes);
  return body.byteLength === bytes && getBuiltinModule('node:zlib').crc32(body) === crc32 ? body : undefined;
}

/** Whether the body is an OTLP request of as many items as its name claims. @throws {Error} when it cannot be parsed */
function holdsItems(body: Buffer, { signal, format, count }: SpoolEntry): boolean {
  return COUNT_ITEMS[format](body, signal) === count;
}

/** The fields resource_spans, scope_spans and spans, and their likes of logs, have these numbers. */
const LEVELS = [1, 2, 2];
const MEMBERS = {
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
} as const;

const COUNT_ITEMS: Readonly<Record<SpoolFormat, (body: Buffer, signal: keyof typeof MEMBERS) => number>> = {
  proto: (body) => countFields(body, LEVELS),
  json: (body, signal) => {
    const lists = MEMBERS[signal].reduce<readonly unknown[]>(
      (messages, member) => messages.flatMap((message) => (message as Record<string, unknown[]>)[member] ?? []),
      [JSON.parse(body.toString('utf8'))],
    );
    return lists.length;
  },
};

function countFields(message: Buffer, [level = 0, ...deeper]: readonly number[]): number {
  let count = 0;
  for (const field of protobufFields(message, level)) {
    if (typeof field === 'number') throw new TypeError('expected a message, got a number');
    count += deeper.length === 0 ? 1 : countFields(field, deeper);
  }
  return count;
}
