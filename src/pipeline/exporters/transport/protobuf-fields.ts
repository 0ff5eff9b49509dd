const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/**
 * The values of one field of a protobuf message, in their order: numbers for varints, bytes for all else.
 * https://protobuf.dev/programming-guides/encoding/
 * @throws {RangeError} when the message ends too early or is no protobuf
 */
export function* protobufFields(message: Buffer, wanted: number): Generator<Buffer | number> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message.readUInt8(at++);
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  const bytes = (length: number): Buffer => {
    if (at + length > message.length) throw new RangeError('the message ends too early');
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = varint();
    const kind = tag & 7;
    if (![VARINT, FIXED64, LENGTH_DELIMITED, FIXED32].includes(kind)) throw new RangeError('no protobuf');
    const value = kind === VARINT ? varint() : bytes(kind === LENGTH_DELIMITED ? varint() : kind === FIXED64 ? 8 : 4);
    if (tag >>> 3 === wanted) yield value;
  }
}
