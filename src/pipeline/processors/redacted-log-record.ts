import type { ReadWriteLogRecord } from '@opentelemetry/sdk-logs';
import { redactAttributes } from '../../foundation/redaction/redacted-attributes.ts';
import type { Redactor } from '../../foundation/redaction/redactor.ts';

const WITHHELD = '[REDACTED:error]';

/** Removes secrets from the body, the attributes and the event name of a log record, in place. */
export function redactLogRecord(record: ReadWriteLogRecord, redactor: Redactor, maxLength?: number): void {
  const { body } = record;
  const redacted = redactor.redactAttribute('body', body) as ReadWriteLogRecord['body'];
  record.body = redacted === body ? copyOf(body) : redacted;
  if (record.eventName !== undefined) record.eventName = redactor.redactText(record.eventName);
  replaceAttributes(record, redactAttributes(record.attributes, redactor, maxLength));
}

/** Removes everything that the application wrote from a record that cannot be redacted. */
export function withholdLogRecord(record: ReadWriteLogRecord): void {
  record.body = WITHHELD;
  if (record.eventName !== undefined) record.eventName = WITHHELD;
  replaceAttributes(record, {});
}

/** The SDK copies attributes but keeps the application's own body, which the application may change while the record waits in a queue. */
function copyOf(body: ReadWriteLogRecord['body']): ReadWriteLogRecord['body'] {
  if (typeof body !== 'object' || body === null) return body;
  try {
    return structuredClone(body);
  } catch {
    // It holds a function or a getter that throws: serialization reports that.
    return body;
  }
}

/** In place: the record's interface cannot remove an attribute. */
function replaceAttributes({ attributes }: ReadWriteLogRecord, redacted: ReadWriteLogRecord['attributes']): void {
  if (redacted === attributes) return;
  for (const key of Object.keys(attributes)) if (!Object.hasOwn(redacted, key)) delete attributes[key];
  Object.assign(attributes, redacted);
}
