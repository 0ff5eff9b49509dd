import type { LogRecordProcessor, ReadWriteLogRecord } from '@opentelemetry/sdk-logs';
import { configuredRedactor } from '../../foundation/configuration/configured-redactor.ts';
import { redactAttributes } from '../../foundation/redaction/redacted-attributes.ts';
import type { Redactor } from '../../foundation/redaction/redactor.ts';
import type { RedactorOptions } from '../../foundation/redaction/redactor-options.ts';

/**
 * Removes secrets from the body and the attributes of log records, whoever emits them. Processors after this one see no secrets:
 * it has to stand before those that export.
 */
export class RedactingLogRecordProcessor implements LogRecordProcessor {
  readonly #redactor: Redactor | undefined;
  readonly #maxLength: number | undefined;

  /**
   * @param redactor a redactor or its options, which win over OTELIER_REDACT_*; with OTELIER_REDACTION=off and no options it does nothing
   * @param maxLength texts in attributes are cut to so many characters after their secrets are gone; default: unlimited
   * @throws {TypeError} on a redactor of the wrong kind
   */
  constructor(redactor?: Redactor | RedactorOptions, maxLength?: number) {
    if (redactor !== undefined && (typeof redactor !== 'object' || redactor === null))
      throw new TypeError(
        `RedactingLogRecordProcessor: expected a redactor or its options, got ${redactor === null ? 'null' : typeof redactor}`,
      );
    this.#redactor = configuredRedactor(redactor);
    this.#maxLength = maxLength;
  }

  onEmit(record: ReadWriteLogRecord): void {
    const redactor = this.#redactor;
    if (redactor === undefined) return;
    const body = redactor.redactAttribute('body', record.body) as ReadWriteLogRecord['body'];
    if (body !== record.body) record.body = body;
    if (record.eventName !== undefined) record.eventName = redactor.redactText(record.eventName);
    this.#redactAttributes(record, redactor);
  }

  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}

  /** In place: a record has no way to take an attribute back. */
  #redactAttributes({ attributes }: ReadWriteLogRecord, redactor: Redactor): void {
    const redacted = redactAttributes(attributes, redactor, this.#maxLength);
    if (redacted === attributes) return;
    for (const key of Object.keys(attributes)) if (!(key in redacted)) delete attributes[key];
    Object.assign(attributes, redacted);
  }
}
