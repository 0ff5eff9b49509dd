/** A protobuf field of bytes. Lengths below 128 only. */
const bytes = (field: number, content: Buffer): Buffer =>
  Buffer.concat([Buffer.from([(field << 3) | 2, content.length]), content]);

function varint(field: number, value: number | undefined): Buffer {
  if (value === undefined) return Buffer.alloc(0);
  const digits = [field << 3];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) digits.push((rest % 128) | 128);
  return Buffer.from([...digits, rest]);
}

/** The value of `grpc-status-details-bin` of a server that says when to come again: a google.rpc.Status with RetryInfo. */
export function statusDetails(
  { seconds, nanos }: { seconds?: number; nanos?: number },
  type = 'type.googleapis.com/google.rpc.RetryInfo',
): string {
  const duration = Buffer.concat([varint(1, seconds), varint(2, nanos)]);
  const any = Buffer.concat([bytes(1, Buffer.from(type)), bytes(2, bytes(1, duration))]);
  return Buffer.concat([varint(1, 8), bytes(2, Buffer.from('slow down')), bytes(3, any)]).toString('base64');
}
