import { ZipkinExporter } from '@opentelemetry/exporter-zipkin';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { TracesConfig } from '../configuration/config.ts';
import type { Destination } from './destination.ts';
import { reporting } from './reporting.ts';

/** Spans as Zipkin v2 JSON. */
export function createZipkinExporter({ zipkin }: TracesConfig, destination: Destination): SpanExporter {
  return reporting(new ZipkinExporter({ url: zipkin.endpoint }), destination);
}
