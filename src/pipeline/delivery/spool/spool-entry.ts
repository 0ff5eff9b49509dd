export type SpoolFormat = 'proto' | 'json';
export type SpooledSignal = 'traces' | 'logs';

/** The facts about a spooled request that its file name carries. */
export interface SpoolEntry {
  /** In the folder of the process that may send it. */
  readonly name: string;
  readonly signal: SpooledSignal;
  readonly format: SpoolFormat;
  /** The number of items in it. */
  readonly count: number;
  /** Another process wrote it, so `count` is verified before it is sent. */
  readonly isAdopted?: true;
}

/** `id`: unique in the spool; names sort in the order of their ids. */
export function createSpoolEntry(id: string, signal: SpooledSignal, format: SpoolFormat, count: number): SpoolEntry {
  return { name: `${id}.${count}.${signal}.${format}`, signal, format, count };
}

/** undefined when the name is not that of an entry. */
export function parseSpoolEntry(name: string): SpoolEntry | undefined {
  const [, count = '', signal, format] = /^[\w-]+\.(\d{1,9})\.(traces|logs)\.(proto|json)$/.exec(name) ?? [];
  if (signal === undefined) return undefined;
  return { name, signal: signal as SpooledSignal, format: format as SpoolFormat, count: Number(count) };
}

const UNFINISHED = '.tmp';

/** The name of a file while it is being written. */
export function unfinishedName(name: string): string {
  return `${name}${UNFINISHED}`;
}

/** Whether the name is that of an entry that was not written to its end. */
export function isUnfinishedEntry(name: string): boolean {
  return name.endsWith(UNFINISHED) && parseSpoolEntry(name.slice(0, -UNFINISHED.length)) !== undefined;
}
