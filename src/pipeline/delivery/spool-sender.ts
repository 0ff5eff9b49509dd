import type { DeliveryResult } from '../../foundation/diagnostics/delivery-result.ts';
import { warnOnce } from '../../foundation/diagnostics/once.ts';
import type { DeliveryRoute } from '../exporters/otlp/otlp-request.ts';
import { settleInLedger } from './batch-export.ts';
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

/** Sends what lies in the spool, and removes what need not lie there any more. */
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
        settleInLedger(ledger, entry.count, result);
        this.remove(entry);
      }
      done(result);
    });
  }

  remove(entry: SpoolEntry): void {
    this.#parts.ledger.spooled(-entry.count);
    this.#parts.spool.remove(entry);
  }

  /** What cannot be read now stays where it is: only what is known to be damaged is given up. */
  #recordReadFailure(entry: SpoolEntry, reading: ReadFailure): DeliveryResult {
    const { ledger } = this.#parts;
    if (reading.failure === 'unreadable') {
      const what = `expected files that can be read, got ${reading.code}`;
      warnOnce(`OTELIER_SPOOL_DIR: ${what}; they stay there, and are tried again`);
      ledger.failed();
      return { code: 1, isTransient: true, isUnsent: true };
    }
    if (reading.failure === 'damaged') {
      warnOnce('OTELIER_SPOOL_DIR: expected what was written there, got files that are damaged; they are dropped');
      ledger.dropped('spool_corrupt', entry.count);
    }
    // Of what is gone the process that has taken it over keeps the books.
    this.remove(entry);
    return { code: 0, isUnsent: true };
  }
}
