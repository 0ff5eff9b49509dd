import { protobufFields } from '../transport/protobuf-fields.ts';

const STATUS_DETAILS = 3;
const ANY_TYPE = 1;
const ANY_VALUE = 2;
const RETRY_DELAY = 1;
const DURATION_SECONDS = 1;
const DURATION_NANOS = 2;
const NOTHING = Buffer.alloc(0);

/**
 * The delay that a server requests in the google.rpc.Status of `grpc-status-details-bin`; undefined when there is none.
 * https://opentelemetry.io/docs/specs/otlp/#otlpgrpc-throttling,
 * https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto
 */
export function retryDelayMillis(statusDetails: string | undefined): number | undefined {
  if (statusDetails === undefined) return undefined;
  try {
    const status = Buffer.from(statusDetails, 'base64');
    for (const detail of protobufFields(status, STATUS_DETAILS)) {
      const [type] = protobufFields(detail as Buffer, ANY_TYPE);
      if (!/\/google\.rpc\.RetryInfo$/.test(String(type))) continue;
      const [value = NOTHING] = protobufFields(detail as Buffer, ANY_VALUE);
      const [delay = NOTHING] = protobufFields(value as Buffer, RETRY_DELAY);
      return durationMillis(delay as Buffer);
    }
  } catch {
    // Details that cannot be read request no delay.
  }
  return undefined;
}

function durationMillis(duration: Buffer): number {
  const [seconds = 0] = protobufFields(duration, DURATION_SECONDS);
  const [nanos = 0] = protobufFields(duration, DURATION_NANOS);
  return Number(seconds) * 1_000 + Number(nanos) / 1_000_000;
}
