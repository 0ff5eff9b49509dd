import type { LogRecordProcessor, ReadWriteLogRecord } from '@opentelemetry/sdk-logs';
import { redactAttributes } from '../redaction/redacted-attributes.ts';
import type { Redactor } from '../redaction/redactor.ts';

/**
 * Removes secrets from the body and the attributes of log records, whoever emits them. Processors after this one see no secrets:
 * it has to stand before those that export.
 */
export class RedactingLogRecordProcessor implements LogRecordProcessor {
  readonly #redactor: Redactor;
  readonly #maxLength: number | undefined;

  /** `maxLength`: texts in attributes are cut to so many characters after their secrets are gone. @default unlimited */
  constructor(redactor: Redactor, maxLength?: number) {
    this.#redactor = redactor;
    this.#maxLength = maxLength;
  }

  onEmit(record: ReadWriteLogRecord): void {
    const body = this.#redactor.redactAttribute('body', record.body) as ReadWriteLogRecord['body'];
    if (body !== record.body) record.body = body;
    if (record.eventName !== undefined) record.eventName = this.#redactor.redactText(record.eventName);
    this.#redactAttributes(record);
  }

  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}

  /** In place: a record has no way to take an attribute back. */
  #redactAttributes({ attributes }: ReadWriteLogRecord): void {
    const redacted = redactAttributes(attributes, this.#redactor, this.#maxLength);
    if (redacted === attributes) return;
    for (const key of Object.keys(attributes)) if (!(key in redacted)) delete attributes[key];
    Object.assign(attributes, redacted);
  }
}
