import type { Type } from 'protobufjs';
import type { Signal } from '../../foundation/configuration/settings/otlp-settings.ts';
import type { OtlpFormat } from './decoding/otlp-format.ts';
import { formatOtlpJson } from './decoding/otlp-json.ts';
import { responseTypes, statusType } from './decoding/otlp-schema.ts';

/** Part of the request was rejected; a client must not retry it. With 0 rejected it is a warning. */
export interface PartialSuccess {
  /** Number of rejected spans, data points or log records. */
  rejected: number;
  errorMessage?: string;
}

const REJECTED_FIELD: Readonly<Record<Signal, string>> = {
  traces: 'rejectedSpans',
  metrics: 'rejectedDataPoints',
  logs: 'rejectedLogRecords',
};

/** The body of an accepted export request: Export<Signal>ServiceResponse. */
export function encodeExportResponse(signal: Signal, format: OtlpFormat, partialSuccess?: PartialSuccess): Uint8Array {
  if (!partialSuccess) return encode(responseTypes[signal], format, {});
  const { rejected, errorMessage = '' } = partialSuccess;
  return encode(responseTypes[signal], format, {
    partialSuccess: { [REJECTED_FIELD[signal]]: rejected, errorMessage },
  });
}

/** The body of a refused OTLP/HTTP request: google.rpc.Status. */
export function encodeErrorStatus(format: OtlpFormat, code: number, message: string): Uint8Array {
  return encode(statusType, format, { code, message });
}

function encode(type: Type, format: OtlpFormat, message: Record<string, unknown>): Uint8Array {
  if (format === 'json') return Buffer.from(formatOtlpJson(type, message));
  return type.encode(type.create(message)).finish();
}
