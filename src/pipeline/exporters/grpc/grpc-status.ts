/** https://github.com/grpc/grpc/blob/master/doc/statuscodes.md; the index is the code. */
const NAMES = (
  'OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED RESOURCE_EXHAUSTED ' +
  'FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED'
).split(' ');

export const GRPC_OK = 0;
export const CANCELLED = 1;
export const UNKNOWN = 2;
export const RESOURCE_EXHAUSTED = 8;
export const UNIMPLEMENTED = 12;
export const INTERNAL = 13;
export const UNAVAILABLE = 14;

/** CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS: https://opentelemetry.io/docs/specs/otlp/#failures */
const RETRYABLE = new Set([1, 4, 10, 11, 14, 15]);

export function grpcStatusName(code: number): string {
  return NAMES[code] ?? String(code);
}

/** RESOURCE_EXHAUSTED is retryable only when the server names a delay. */
export function isRetryableStatus(code: number, retryInMillis: number | undefined): boolean {
  return RETRYABLE.has(code) || (code === RESOURCE_EXHAUSTED && retryInMillis !== undefined);
}

/** The gRPC status of an HTTP status without one: https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md */
export function statusOfHttp(httpStatus: number): number {
  return BY_HTTP_STATUS[httpStatus] ?? UNKNOWN;
}

const BY_HTTP_STATUS: Readonly<Record<number, number>> = {
  400: INTERNAL,
  401: 16,
  403: 7,
  404: UNIMPLEMENTED,
  429: UNAVAILABLE,
  502: UNAVAILABLE,
  503: UNAVAILABLE,
  504: UNAVAILABLE,
};

/** The gRPC status of a stream that was reset without one: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#errors */
export function statusOfReset(resetCode: number): number {
  return BY_RESET_CODE[resetCode] ?? INTERNAL;
}

export const REFUSED_STREAM = 7;
export const CANCEL = 8;
const ENHANCE_YOUR_CALM = 11;
const INADEQUATE_SECURITY = 12;

const BY_RESET_CODE: Readonly<Record<number, number>> = {
  [REFUSED_STREAM]: UNAVAILABLE,
  [CANCEL]: CANCELLED,
  // The specification has RESOURCE_EXHAUSTED, which is not retried; but the reason is load, not the request.
  [ENHANCE_YOUR_CALM]: UNAVAILABLE,
  [INADEQUATE_SECURITY]: 7,
};
