import type { InstrumentationScope } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import { writeAttributes } from './any-value.ts';
import { type ByteRange, ByteWriter } from './byte-writer.ts';

/** A span or log record as the bytes of its field, with what it is grouped by in a request. Nothing of the original object is retained. */
export interface EncodedItem extends ByteRange {
  readonly resource: Resource;
  readonly scope: InstrumentationScope;
}

/** Memory that an item takes beside its bytes. */
const OBJECT_BYTES = 100;

/** Room for the resource and scopes of most requests. */
const HEADER_BYTES = 8_192;

export const encodedSize = ({ start, end }: EncodedItem): number => end - start + OBJECT_BYTES;

/** Encodes items one by one. */
export class ItemEncoder<
  Item extends { readonly resource: Resource; readonly instrumentationScope: InstrumentationScope },
> {
  readonly #writer = new ByteWriter();
  readonly #write: (writer: ByteWriter, item: Item) => void;

  constructor(write: (writer: ByteWriter, item: Item) => void) {
    this.#write = write;
  }

  /** Throws what a getter of the item throws. */
  encode(item: Item): EncodedItem {
    const { resource, instrumentationScope: scope } = item;
    this.#writer.begin();
    try {
      this.#write(this.#writer, item);
    } catch (error) {
      this.#writer.abandon();
      throw error;
    }
    const { buffer, start, end } = this.#writer.end();
    return { resource, scope, buffer, start, end };
  }
}

/**
 * An export request of items: `ExportTraceServiceRequest` and `ExportLogsServiceRequest` have the same field numbers, and so have the messages in
 * them that group by resource and scope.
 */
export function joinItems(items: readonly EncodedItem[]): Uint8Array {
  const writer = new ByteWriter(items.reduce((sum, { start, end }) => sum + end - start, HEADER_BYTES));
  writer.begin();
  for (const [resource, ofResource] of Map.groupBy(items, (item) => item.resource)) {
    const resourceItems = writer.open(0x0a);
    const message = writer.open(0x0a);
    writeAttributes(writer, 0x0a, resource.attributes);
    writer.close(message);
    for (const [scope, ofScope] of Map.groupBy(ofResource, (item) => item.scope)) writeScope(writer, scope, ofScope);
    if (resource.schemaUrl) writer.text(0x1a, resource.schemaUrl);
    writer.close(resourceItems);
  }
  const { buffer, start, end } = writer.end();
  return buffer.subarray(start, end);
}

function writeScope(writer: ByteWriter, scope: InstrumentationScope, items: readonly EncodedItem[]): void {
  const { name, version, schemaUrl, attributes, droppedAttributesCount } = scope as ScopeWithAttributes;
  const scopeItems = writer.open(0x12);
  const message = writer.open(0x0a);
  writer.text(0x0a, name);
  if (version) writer.text(0x12, version);
  if (attributes !== undefined) writeAttributes(writer, 0x1a, attributes);
  if (droppedAttributesCount) {
    writer.byte(0x20);
    writer.varint(droppedAttributesCount);
  }
  writer.close(message);
  for (const item of items) writer.copy(item);
  if (schemaUrl) writer.text(0x1a, schemaUrl);
  writer.close(scopeItems);
}

type ScopeWithAttributes = InstrumentationScope & {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly droppedAttributesCount?: number;
};
