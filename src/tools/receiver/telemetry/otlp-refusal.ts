const GRPC_INVALID_ARGUMENT = 3;
const GRPC_RESOURCE_EXHAUSTED = 8;
const GRPC_UNIMPLEMENTED = 12;
const GRPC_INTERNAL = 13;

/** The reason why a request was refused, with OTLP's status codes for HTTP and gRPC. */
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

/** Converts an error that was thrown while a request was handled. Anything but a refusal is a fault of the receiver or of a test. */
export function toRefusal(error: unknown): OtlpRefusal {
  if (error instanceof OtlpRefusal) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new OtlpRefusal(`The receiver failed: ${reason}`, 500, GRPC_INTERNAL, { cause: error });
}
