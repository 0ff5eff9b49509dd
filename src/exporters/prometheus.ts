import { diag } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import type { MetricReader } from '@opentelemetry/sdk-metrics';
import type { PrometheusConfig } from '../configuration/config.ts';

/** A scrape endpoint at `/metrics`. A port that is taken is one warning; the application and the other exporters go on. */
export function createPrometheusReader({ host, port }: PrometheusConfig): MetricReader {
  const reader = new PrometheusExporter({ host, port, preventServerStart: true });
  reader.startServer().catch((error: NodeJS.ErrnoException) => {
    diag.warn(
      `Prometheus endpoint: expected to listen on ${host}:${port} (OTEL_EXPORTER_PROMETHEUS_HOST, OTEL_EXPORTER_PROMETHEUS_PORT), ` +
        `got ${error.code ?? error.message}; metrics cannot be scraped from this process`,
    );
  });
  return reader;
}
