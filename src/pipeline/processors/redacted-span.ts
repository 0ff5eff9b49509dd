import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { mapChanged, redactAttributes } from '../../foundation/redaction/redacted-attributes.ts';
import type { Redactor } from '../../foundation/redaction/redactor.ts';

/** A view of a span without secrets in its name, attributes, events, links and status, or the span itself when it has none. The span is not changed. */
export function redactSpan(span: ReadableSpan, redactor: Redactor, maxLength?: number): ReadableSpan {
  const name = redactor.redactText(span.name);
  const attributes = redactAttributes(span.attributes, redactor, maxLength);
  const events = mapChanged(span.events, (event) => {
    const changed = {
      name: redactor.redactText(event.name),
      attributes: redactIfAny(event.attributes, redactor, maxLength),
    };
    return changed.name === event.name && changed.attributes === event.attributes
      ? event
      : { ...event, ...defined(changed) };
  });
  const links = mapChanged(span.links, (link) => {
    const changed = redactIfAny(link.attributes, redactor, maxLength);
    return changed === link.attributes ? link : { ...link, ...defined({ attributes: changed }) };
  });
  const message = span.status.message === undefined ? undefined : redactor.redactText(span.status.message);
  const status = message === span.status.message ? span.status : { ...span.status, ...defined({ message }) };
  const view = { name, attributes, events, links, status };
  return isSame(view, span) ? span : (Object.create(span, propertiesOf(view)) as ReadableSpan);
}

function redactIfAny<T extends Readonly<Record<string, unknown>>>(
  attributes: T | undefined,
  redactor: Redactor,
  maxLength: number | undefined,
): T | undefined {
  return attributes && redactAttributes(attributes, redactor, maxLength);
}

function isSame(view: Readonly<Record<string, unknown>>, span: ReadableSpan): boolean {
  return Object.entries(view).every(([key, value]) => value === span[key as keyof ReadableSpan]);
}

function propertiesOf(view: Readonly<Record<string, unknown>>): PropertyDescriptorMap {
  return Object.fromEntries(Object.entries(view).map(([key, value]) => [key, { value, enumerable: true }]));
}

function defined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

/** A view of a span that cannot be redacted: nothing of what the application wrote is left. */
export function withheldSpan(span: ReadableSpan): ReadableSpan {
  const status = { code: SpanStatusCode.UNSET };
  const view = { name: '[REDACTED:error]', attributes: {}, events: [], links: [], status };
  return Object.create(span, propertiesOf(view)) as ReadableSpan;
}
