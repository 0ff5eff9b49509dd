import { log } from './log.ts';

const REMEMBERED = 1_000;
const said = new Set<string>();

/** A warning that several signals would give with the same words: given once in a process. */
export function warnOnce(message: string): void {
  if (said.has(message)) return;
  if (said.size < REMEMBERED) said.add(message);
  log.warn(message);
}
