/**
 * How long a server asks to wait, out of the google.rpc.Status in `grpc-status-details-bin`; undefined when it does not say.
 * https://opentelemetry.io/docs/specs/otlp/#otlpgrpc-throttling,
 * https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto
 */
export function retryDelayMillis(statusDetails: string | undefined): number | undefined {
  if (statusDetails === undefined) return undefined;
  try {
    const status = Buffer.from(statusDetails, 'base64');
    for (const detail of fieldsOf(status, STATUS_DETAILS)) {
      const [type] = fieldsOf(detail as Buffer, ANY_TYPE);
      if (!/\/google\.rpc\.RetryInfo$/.test(String(type))) continue;
      const [value = NOTHING] = fieldsOf(detail as Buffer, ANY_VALUE);
      const [delay = NOTHING] = fieldsOf(value as Buffer, RETRY_DELAY);
      return durationMillis(delay as Buffer);
    }
  } catch {
    // What cannot be read asks for nothing.
  }
  return undefined;
}

const STATUS_DETAILS = 3;
const ANY_TYPE = 1;
const ANY_VALUE = 2;
const RETRY_DELAY = 1;
const DURATION_SECONDS = 1;
const DURATION_NANOS = 2;
const NOTHING = Buffer.alloc(0);

function durationMillis(duration: Buffer): number {
  const [seconds = 0] = fieldsOf(duration, DURATION_SECONDS);
  const [nanos = 0] = fieldsOf(duration, DURATION_NANOS);
  return Number(seconds) * 1_000 + Number(nanos) / 1_000_000;
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** The values of one field of a protobuf message: https://protobuf.dev/programming-guides/encoding/ */
function fieldsOf(message: Buffer, wanted: number): (Buffer | number)[] {
  const values: (Buffer | number)[] = [];
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
    if (![VARINT, FIXED64, BYTES, FIXED32].includes(kind)) throw new RangeError('no protobuf');
    const value = kind === VARINT ? varint() : bytes(kind === BYTES ? varint() : kind === FIXED64 ? 8 : 4);
    if (tag >>> 3 === wanted) values.push(value);
  }
  return values;
}
