import { log } from './log.ts';
import { SaidOnce } from './said-once.ts';

const said = new SaidOnce();

/** A warning that several signals would give with the same words: given once in a process. */
export function warnOnce(message: string): void {
  if (said.isNew(message)) log.warn(message);
}
