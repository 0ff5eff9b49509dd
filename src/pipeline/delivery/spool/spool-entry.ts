export type SpoolFormat = 'proto' | 'json';
export type SpooledSignal = 'traces' | 'logs';

/** What the name of a spooled request says. */
export interface SpoolEntry {
  /** In the folder of the process that may send it. */
  readonly name: string;
  readonly signal: SpooledSignal;
  readonly format: SpoolFormat;
  /** How many items it holds. */
  readonly count: number;
}

/** `id`: unique in the spool; names sort in the order of their ids. */
export function spoolEntry(id: string, signal: SpooledSignal, format: SpoolFormat, count: number): SpoolEntry {
  return { name: `${id}.${count}.${signal}.${format}`, signal, format, count };
}

/** undefined when the name is of something else. */
export function parseSpoolEntry(name: string): SpoolEntry | undefined {
  const [, count = '', signal, format] = /^[\w-]+\.(\d{1,9})\.(traces|logs)\.(proto|json)$/.exec(name) ?? [];
  if (signal === undefined) return undefined;
  return { name, signal: signal as SpooledSignal, format: format as SpoolFormat, count: Number(count) };
}
