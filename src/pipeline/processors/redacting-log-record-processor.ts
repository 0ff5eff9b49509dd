import type { LogRecordProcessor, ReadWriteLogRecord } from '@opentelemetry/sdk-logs';
import { configuredRedactor } from '../../foundation/configuration/configured-redactor.ts';
import type { Redactor } from '../../foundation/redaction/redactor.ts';
import type { RedactorOptions } from '../../foundation/redaction/redactor-options.ts';
import { Redaction } from './redaction.ts';

/**
 * Removes secrets from the body and the attributes of log records, in SDKs that otelier did not set up. Processors that run after this one see no
 * secrets: register it before those that export.
 */
export class RedactingLogRecordProcessor implements LogRecordProcessor {
  readonly #redaction: Redaction | undefined;

  /**
   * @param redactor a redactor or its options, which win over OTELIER_REDACT_*; with OTELIER_REDACTION=off and no options it does nothing
   * @param maxLength text attributes are truncated to this many characters after redaction; default: unlimited
   * @throws {TypeError} on a redactor of the wrong kind
   */
  constructor(redactor?: Redactor | RedactorOptions, maxLength?: number) {
    if (redactor !== undefined && (typeof redactor !== 'object' || redactor === null))
      throw new TypeError(
        `RedactingLogRecordProcessor: expected a redactor or its options, got ${redactor === null ? 'null' : typeof redactor}`,
      );
    const configured = configuredRedactor(redactor);
    const limits = maxLength === undefined ? {} : { maxLogTextLength: maxLength };
    this.#redaction = configured && new Redaction(configured, limits);
  }

  onEmit(record: ReadWriteLogRecord): void {
    this.#redaction?.logRecord(record);
  }

  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}
