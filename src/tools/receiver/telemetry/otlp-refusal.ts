const GRPC_INVALID_ARGUMENT = 3;
const GRPC_RESOURCE_EXHAUSTED = 8;
const GRPC_UNIMPLEMENTED = 12;
const GRPC_INTERNAL = 13;

/** Why a request was not accepted, with the status codes that OTLP gives this over HTTP and over gRPC. */
export class OtlpRefusal extends Error {
  override readonly name = 'OtlpRefusal';
  readonly httpStatus: number;
  readonly grpcStatus: number;

  constructor(message: string, httpStatus: number, grpcStatus: number, options?: ErrorOptions) {
    super(message, options);
    this.httpStatus = httpStatus;
    this.grpcStatus = grpcStatus;
  }
}

/** The body is not what its headers say it is; sending it again would not help. */
export const malformed = (message: string, cause?: unknown): OtlpRefusal =>
  new OtlpRefusal(message, 400, GRPC_INVALID_ARGUMENT, { cause });

export const tooLarge = (limitBytes: number): OtlpRefusal =>
  new OtlpRefusal(`The body is larger than ${limitBytes} bytes`, 413, GRPC_RESOURCE_EXHAUSTED);

export const unsupported = (message: string): OtlpRefusal => new OtlpRefusal(message, 415, GRPC_UNIMPLEMENTED);

/** Whatever was thrown while a request was handled; what is no refusal yet is a fault of the receiver or of a test. */
export function toRefusal(error: unknown): OtlpRefusal {
  if (error instanceof OtlpRefusal) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new OtlpRefusal(`The receiver failed: ${reason}`, 500, GRPC_INTERNAL, { cause: error });
}
