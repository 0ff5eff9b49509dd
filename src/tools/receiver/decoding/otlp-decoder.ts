import type { Signal } from '../../../foundation/configuration/settings/otlp-settings.ts';
import { malformed, OtlpRefusal, unsupported } from '../telemetry/otlp-refusal.ts';
import type { TelemetryBatch } from '../telemetry/telemetry-batch.ts';
import { type OtlpFormat, readOtlpFormat } from './otlp-format.ts';
import { parseOtlpJson } from './otlp-json.ts';
import type { ExportLogsMessage, ExportMetricsMessage, ExportTracesMessage } from './otlp-message.ts';
import { requestTypes } from './otlp-schema.ts';
import { readLogRecords } from './received-log-record.ts';
import { readMetrics } from './received-metric.ts';
import { readSpans } from './received-span.ts';

const readers: Readonly<Record<Signal, (message: object) => Partial<TelemetryBatch>>> = {
  traces: (message) => ({ spans: readSpans(message as ExportTracesMessage) }),
  metrics: (message) => ({ metrics: readMetrics(message as ExportMetricsMessage) }),
  logs: (message) => ({ logs: readLogRecords(message as ExportLogsMessage) }),
};

/**
 * Decodes the uncompressed body of an export request.
 * @throws {OtlpRefusal} when the content type is neither `application/x-protobuf` nor `application/json`, or when the
 * body is not such a message; the message says which and why.
 */
export function decodeOtlp(signal: Signal, body: Uint8Array, contentType: string): TelemetryBatch {
  const format = readOtlpFormat(contentType);
  if (!format) {
    throw unsupported(
      `content-type: expected application/x-protobuf or application/json, got ${JSON.stringify(contentType)}`,
    );
  }
  try {
    return { spans: [], metrics: [], logs: [], ...readers[signal](parse(signal, body, format)) };
  } catch (error) {
    if (error instanceof OtlpRefusal) throw error;
    throw malformed(`The body is not an OTLP ${signal} request in ${format}: ${(error as Error).message}`, error);
  }
}

function parse(signal: Signal, body: Uint8Array, format: OtlpFormat): object {
  const type = requestTypes[signal];
  if (format === 'protobuf') return type.decode(body);
  return parseOtlpJson(type, new TextDecoder('utf-8', { fatal: true }).decode(body));
}
