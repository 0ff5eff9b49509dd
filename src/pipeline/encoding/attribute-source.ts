import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Redactor } from '../../foundation/redaction/redactor.ts';
import type { ByteWriter } from './byte-writer.ts';

/** Attributes that an instrumentation knows by heart. As long as nobody reads or adds to them, no object of them is made. */
export interface AttributeSource {
  /** All of them, as an object that belongs to the caller. */
  toAttributes(): Attributes;
  /** Whether redaction would leave all of them as they are. */
  isClean(redactor: Redactor): boolean;
  /** Writes them as `KeyValue` fields with this tag. */
  write(writer: ByteWriter, tag: number): void;
}

const SOURCE = Symbol('otelier attribute source');

/** A span that may still have its attributes from a source. */
export interface SpanWithSource extends ReadableSpan {
  readonly [SOURCE]: AttributeSource | undefined;
}

export const sourceKey: typeof SOURCE = SOURCE;

/** The source of a span's attributes, when these are all that it has: no other attributes, events, links or status message. */
export const attributeSourceOf = (span: ReadableSpan): AttributeSource | undefined =>
  (span as Partial<SpanWithSource>)[SOURCE];
