/** Items share buffers of this size: 512 usual spans are two or three of them. */
const CHUNK_BYTES = 65_536;
/** Texts up to this length are written by a loop, which is faster than a call of the engine as long as they are ASCII. */
const SHORT_TEXT = 24;

/** Where an item lies in a buffer that it shares with others. */
export interface ByteRange {
  readonly buffer: Buffer;
  readonly start: number;
  readonly end: number;
}

/**
 * Writes protobuf, one item after the other, into large buffers. Lengths are written when their contents are: one byte is reserved, and contents of
 * 128 bytes or more move up. Offsets count from the start of the item, since an item that does not fit moves to the next buffer as a whole.
 * https://protobuf.dev/programming-guides/encoding/
 */
export class ByteWriter {
  #buffer: Buffer;
  #start = 0;
  #position = 0;

  /** `bytes`: how many the first buffer has room for. @default none, until something is written */
  constructor(bytes = 0) {
    this.#buffer = Buffer.allocUnsafeSlow(bytes);
  }

  begin(): void {
    this.#start = this.#position;
  }

  /** The bytes since `begin`. */
  end(): ByteRange {
    return { buffer: this.#buffer, start: this.#start, end: this.#position };
  }

  /** Forgets the bytes since `begin`. */
  abandon(): void {
    this.#position = this.#start;
  }

  /** Begins a length-delimited field; returns what `close` needs. */
  open(tag: number): number {
    this.byte(tag);
    this.byte(0);
    return this.#position - this.#start;
  }

  close(opened: number): void {
    const length = this.#position - this.#start - opened;
    if (length < 128) {
      this.#buffer[this.#start + opened - 1] = length;
      return;
    }
    const size = varintSize(length);
    this.#reserve(size);
    const from = this.#start + opened;
    this.#buffer.copyWithin(from + size - 1, from, this.#position);
    this.#position = from - 1;
    this.varint(length);
    this.#position += length;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#position++] = value;
  }

  /** An integer of 0 to 2^53. */
  varint(value: number): void {
    this.#reserve(10);
    let rest = value;
    while (rest > 0x7fff_ffff) {
      this.#buffer[this.#position++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    while (rest > 127) {
      this.#buffer[this.#position++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#buffer[this.#position++] = rest;
  }

  /** Any integer of 64 bits; negative ones take ten bytes. */
  int64(value: number | bigint): void {
    if (typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER) {
      this.varint(value);
      return;
    }
    this.#reserve(10);
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest > 127n; rest >>= 7n) this.#buffer[this.#position++] = Number(rest & 127n) | 128;
    this.#buffer[this.#position++] = Number(rest);
  }

  text(tag: number, value: string): void {
    const { length } = value;
    this.#reserve(length * 3 + 6);
    this.#buffer[this.#position++] = tag;
    if (length < SHORT_TEXT && this.#ascii(value)) return;
    // UTF-8 has at least as many bytes as the text has characters. Where it has so many more that the length takes another byte, they move up.
    const guess = varintSize(length);
    const from = this.#position + guess;
    const bytes = this.#buffer.write(value, from);
    const size = varintSize(bytes);
    if (size !== guess) this.#buffer.copyWithin(from + size - guess, from, from + bytes);
    this.varint(bytes);
    this.#position += bytes;
  }

  #ascii(value: string): boolean {
    const { length } = value;
    const buffer = this.#buffer;
    const from = this.#position + 1;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 127) return false;
      buffer[from + i] = code;
    }
    buffer[this.#position] = length;
    this.#position = from + length;
    return true;
  }

  bytes(tag: number, value: Uint8Array): void {
    this.byte(tag);
    this.varint(value.length);
    this.raw(value);
  }

  /** Bytes that are encoded already. */
  raw(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#buffer.set(value, this.#position);
    this.#position += value.length;
  }

  /** The bytes of an item. */
  copy({ buffer, start, end }: ByteRange): void {
    this.#reserve(end - start);
    this.#position += buffer.copy(this.#buffer, this.#position, start, end);
  }

  double(value: number): void {
    this.#reserve(8);
    this.#position = this.#buffer.writeDoubleLE(value, this.#position);
  }

  fixed32(value: number): void {
    this.#reserve(4);
    this.#buffer[this.#position++] = value;
    this.#buffer[this.#position++] = value >>> 8;
    this.#buffer[this.#position++] = value >>> 16;
    this.#buffer[this.#position++] = value >>> 24;
  }

  /** An id in lower-case hexadecimal. */
  hex(tag: number, id: string): void {
    const length = id.length >>> 1;
    this.#reserve(length + 2);
    this.#buffer[this.#position++] = tag;
    this.#buffer[this.#position++] = length;
    for (let i = 0; i < length; i++)
      this.#buffer[this.#position++] = (digit(id.charCodeAt(i * 2)) << 4) | digit(id.charCodeAt(i * 2 + 1));
  }

  /** Nanoseconds since the epoch. A double does not hold them, so the seconds are multiplied in two halves of 16 bits. */
  time(seconds: number, nanos: number): void {
    const low = (seconds % 65_536) * 1e9 + nanos;
    const high = Math.floor(seconds / 65_536) * 1e9;
    const lowWord = (high % 65_536) * 65_536 + (low % 4_294_967_296);
    const carry = Math.floor(lowWord / 4_294_967_296);
    this.fixed32(lowWord % 4_294_967_296);
    this.fixed32(Math.floor(high / 65_536) + Math.floor(low / 4_294_967_296) + carry);
  }

  #reserve(bytes: number): void {
    if (this.#position + bytes <= this.#buffer.length) return;
    const written = this.#position - this.#start;
    const size = Math.max(CHUNK_BYTES, (written + bytes) * 2);
    const next = Buffer.allocUnsafeSlow(size);
    this.#buffer.copy(next, 0, this.#start, this.#position);
    this.#buffer = next;
    this.#start = 0;
    this.#position = written;
  }
}

const varintSize = (value: number): number => {
  if (value < 128) return 1;
  if (value < 16_384) return 2;
  if (value < 2_097_152) return 3;
  return value < 268_435_456 ? 4 : 5;
};

/** The value of a hexadecimal digit of either case. */
const digit = (code: number): number => (code <= 57 ? code - 48 : (code | 32) - 87);
