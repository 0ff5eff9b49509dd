import { createRequire } from 'node:module';
import path from 'node:path';
import type { Config } from '../configuration/config.ts';
import { log } from '../diagnostics/log.ts';
import { oneLine } from '../diagnostics/masking.ts';
import type { Spool } from '../exporters/spool.ts';

const load = createRequire(import.meta.url);

/** The spool, when there is to be one. A folder that cannot be written is one warning, and none. */
export function createSpool({ spool: { folder, maxMebibytes } }: Config): Spool | undefined {
  if (folder === undefined) return undefined;
  try {
    const { Spool } = load('../exporters/spool.ts') as typeof import('../exporters/spool.ts');
    const spool = new Spool({ folder: path.resolve(folder), maxBytes: maxMebibytes * 1_048_576 });
    spool.start();
    return spool;
  } catch (error) {
    log.warn(
      `OTELIER_SPOOL_DIR: expected a folder that can be written, got "${oneLine((error as Error).message)}"; telemetry waits in memory only`,
    );
    return undefined;
  }
}
