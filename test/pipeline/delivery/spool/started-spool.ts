import { Spool } from '../../../../src/pipeline/delivery/spool/spool.ts';
import type { SpoolEntry } from '../../../../src/pipeline/delivery/spool/spool-entry.ts';

/** A spool that looks for what others have left, and what it has found. */
export function startedSpool(folder: string, maxBytes = 1_000_000) {
  const seen: SpoolEntry[] = [];
  const spool = new Spool({ folder, maxBytes });
  spool.onAdopted('traces', 'proto', (entry) => seen.push(entry));
  spool.start();
  /** Resolves when there are so many, and the folders they came from have been dealt with. */
  const taken = async (count: number): Promise<void> => {
    while (seen.length < count) await new Promise((resolve) => setTimeout(resolve, 10));
    await new Promise((resolve) => setTimeout(resolve, 50));
  };
  return { spool, seen, taken };
}
