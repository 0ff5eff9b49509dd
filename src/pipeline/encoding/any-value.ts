import type { ByteWriter } from './byte-writer.ts';

const MIN_INT64 = -(2 ** 63);
const MAX_INT64 = 2 ** 63;

/** Attributes as repeated `KeyValue` of a field; `tag` is below 128. https://github.com/open-telemetry/opentelemetry-proto common.proto */
export function writeAttributes(writer: ByteWriter, tag: number, attributes: Readonly<Record<string, unknown>>): void {
  for (const key in attributes) {
    if (!Object.hasOwn(attributes, key)) continue;
    const opened = writer.open(tag);
    writer.text(0x0a, key);
    const value = writer.open(0x12);
    writeAnyValue(writer, attributes[key]);
    writer.close(value);
    writer.close(opened);
  }
}

/** The one field of an `AnyValue` that a value is, or nothing for null, undefined and functions. */
export function writeAnyValue(writer: ByteWriter, value: unknown): void {
  switch (typeof value) {
    case 'string':
      writer.text(0x0a, value);
      break;
    case 'boolean':
      writer.byte(0x10);
      writer.byte(value ? 1 : 0);
      break;
    case 'number':
      writeNumber(writer, value);
      break;
    case 'object':
      if (value instanceof Uint8Array) writer.bytes(0x3a, value);
      else if (Array.isArray(value)) writeArray(writer, value);
      else if (value !== null) writeMap(writer, value as Record<string, unknown>);
  }
}

function writeNumber(writer: ByteWriter, value: number): void {
  if (Number.isInteger(value) && value >= MIN_INT64 && value < MAX_INT64) {
    writer.byte(0x18);
    writer.int64(value);
  } else {
    writer.byte(0x21);
    writer.double(value);
  }
}

function writeArray(writer: ByteWriter, values: readonly unknown[]): void {
  const opened = writer.open(0x2a);
  for (const value of values) {
    const element = writer.open(0x0a);
    writeAnyValue(writer, value);
    writer.close(element);
  }
  writer.close(opened);
}

function writeMap(writer: ByteWriter, values: Readonly<Record<string, unknown>>): void {
  const opened = writer.open(0x32);
  writeAttributes(writer, 0x0a, values);
  writer.close(opened);
}
