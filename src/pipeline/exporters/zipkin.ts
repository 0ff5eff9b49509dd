import { ZipkinExporter } from '@opentelemetry/exporter-zipkin';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { TracesConfig } from '../../foundation/configuration/config.ts';
import { unrefExportRequests } from './unref-requests.ts';

/** Spans as Zipkin v2 JSON. */
export function createZipkinExporter({ zipkin }: TracesConfig): SpanExporter {
  unrefExportRequests();
  return new ZipkinExporter({ url: zipkin.endpoint });
}
