import type { DeliveryResult } from '../diagnostics/delivery-result.ts';
import type { ExportLedger } from '../diagnostics/export-ledger.ts';

/** Writes into the books what has become of `count` items that will not be exported again. */
export function settleInLedger(ledger: ExportLedger, count: number, result: DeliveryResult): void {
  if (result.isSpooled === true) return;
  const { unserialisable = 0, rejected = 0 } = result;
  const exported = count - Math.min(unserialisable, count);
  ledger.dropped('unserialisable', count - exported);
  if (result.code === 0) {
    const refused = Math.min(rejected, exported);
    ledger.dropped('rejected', refused);
    ledger.sent(exported - refused);
  } else {
    ledger.failed();
    ledger.dropped('refused', exported);
  }
}
