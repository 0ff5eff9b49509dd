import type { DeliveryResult } from '../../foundation/diagnostics/delivery-result.ts';
import { warnOnce } from '../../foundation/diagnostics/once.ts';
import type { DeliveryRoute } from '../exporters/otlp/otlp-request.ts';
import { recordOutcome } from './batch-export.ts';
import type { ExportLedger } from './export-ledger.ts';
import type { Spool } from './spool/spool.ts';
import type { SpoolEntry } from './spool/spool-entry.ts';
import type { SpoolReading } from './spool/spool-file.ts';

export interface SenderParts {
  readonly spool: Spool;
  readonly ledger: ExportLedger;
  readonly resender: DeliveryRoute<never>['resender'];
}

type ReadFailure = Exclude<SpoolReading, { readonly body: Uint8Array }>;

/** Sends the entries of the spool, and removes those that are done. */
export class SpoolSender {
  readonly #parts: SenderParts;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  send(entry: SpoolEntry, done: (result: DeliveryResult) => void): void {
    const { ledger, spool, resender } = this.#parts;
    const reading = spool.read(entry);
    if ('failure' in reading) {
      done(this.#recordReadFailure(entry, reading));
      return;
    }
    resender?.export(reading.body, (result) => {
      if (result.isTransient === true) {
        ledger.failed();
      } else {
        recordOutcome(ledger, entry.count, result);
        this.remove(entry);
      }
      done(result);
    });
  }

  remove(entry: SpoolEntry): void {
    this.#parts.ledger.spooled(-entry.count);
    this.#parts.spool.remove(entry);
  }

  /** Entries that cannot be read now stay on disk. Only those that are known to be damaged are dropped. */
  #recordReadFailure(entry: SpoolEntry, reading: ReadFailure): DeliveryResult {
    const { ledger } = this.#parts;
    if (reading.failure === 'unreadable') {
      const what = `expected files that can be read, got ${reading.code}`;
      warnOnce(`OTELIER_SPOOL_DIR: ${what}; they stay there and are retried`);
      ledger.failed();
      return { code: 1, isTransient: true, isUnsent: true };
    }
    if (reading.failure === 'damaged') {
      warnOnce('OTELIER_SPOOL_DIR: expected the files that were written there, got damaged ones; they are dropped');
      ledger.dropped('spool_corrupt', entry.count);
    }
    // A missing entry was adopted by another process, which counts it now.
    this.remove(entry);
    return { code: 0, isUnsent: true };
  }
}
