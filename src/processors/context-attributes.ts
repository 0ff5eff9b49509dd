import { type Attributes, type Context, context, createContextKey } from '@opentelemetry/api';
import type { LogRecordProcessor, ReadWriteLogRecord } from '@opentelemetry/sdk-logs';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';

const ATTRIBUTES = createContextKey('otelier attributes');

/**
 * Runs `fn`; every span started and every log record emitted inside it, across awaits, carries the attributes.
 * Inner calls add to outer ones and win over them; attributes that a span or record sets itself win over both.
 * Metrics do not carry them: an attribute per tenant or user would multiply every series.
 *
 * @example withAttributes({ 'app.tenant.id': tenant }, () => handle(request))
 */
export function withAttributes<T>(attributes: Attributes, fn: () => T): T {
  if (typeof attributes !== 'object' || attributes === null || Array.isArray(attributes)) {
    throw new TypeError(
      `withAttributes: expected attributes to be an object of attribute values, got ${kindOf(attributes)}`,
    );
  }
  if (typeof fn !== 'function') throw new TypeError(`withAttributes: expected fn to be a function, got ${typeof fn}`);
  const active = context.active();
  return context.with(active.setValue(ATTRIBUTES, { ...attributesOf(active), ...attributes }), fn);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : typeof value;
}

function attributesOf(from: Context): Attributes | undefined {
  return from.getValue(ATTRIBUTES) as Attributes | undefined;
}

/** Puts the attributes of `withAttributes` on spans when they start. */
export class ContextAttributesSpanProcessor implements SpanProcessor {
  onStart(span: Span, parentContext: Context): void {
    const attributes = attributesOf(parentContext);
    if (attributes === undefined) return;
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== undefined && !Object.hasOwn(span.attributes, key)) span.setAttribute(key, value);
    }
  }

  onEnd(): void {}
  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

/** Puts the attributes of `withAttributes` on log records. */
export class ContextAttributesLogRecordProcessor implements LogRecordProcessor {
  onEmit(record: ReadWriteLogRecord, emitContext: Context = context.active()): void {
    const attributes = attributesOf(emitContext);
    if (attributes === undefined) return;
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== undefined && !Object.hasOwn(record.attributes, key)) record.setAttribute(key, value);
    }
  }

  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}
