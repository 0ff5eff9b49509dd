import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import type { MetricReader } from '@opentelemetry/sdk-metrics';
import type { PrometheusConfig } from '../../foundation/configuration/config.ts';
import { log } from '../../foundation/diagnostics/log.ts';

/** A scrape endpoint at `/metrics`. A port that is taken is one warning; the application and the other exporters go on. */
export function createPrometheusReader(config: PrometheusConfig): MetricReader {
  return new ScrapeEndpoint(config);
}

/**
 * The official exporter behind a server of our own, since a scraper that keeps its connection open would keep the process alive
 * and delay its end by five seconds, and scrapes must not be traced.
 */
class ScrapeEndpoint extends PrometheusExporter {
  readonly #server: Server;

  constructor({ host, port }: PrometheusConfig) {
    super({ preventServerStart: true });
    const { createServer } = process.getBuiltinModule('node:http');
    this.#server = createServer((request, response) => {
      const [path] = (request.url ?? '').split('?');
      if (path === '/metrics') this.getMetricsRequestHandler(request, response);
      else response.writeHead(404).end();
    });
    // The http instrumentation makes spans in the emit of the server's prototype.
    this.#server.emit = EventEmitter.prototype.emit;
    this.#server.on('connection', (socket) => socket.unref());
    this.#server.on('error', (error: NodeJS.ErrnoException) => {
      log.warn(
        `Prometheus endpoint: expected to listen on ${host}:${port} (OTEL_EXPORTER_PROMETHEUS_HOST, OTEL_EXPORTER_PROMETHEUS_PORT), ` +
          `got ${error.code ?? error.message}; metrics cannot be scraped from this process`,
      );
    });
    this.#server.listen(port, host).unref();
  }

  /** A scrape that comes before the resource is complete waits for it. */
  override async collect(...options: Parameters<MetricReader['collect']>): ReturnType<MetricReader['collect']> {
    const result = await super.collect(...options);
    await result.resourceMetrics.resource.waitForAsyncAttributes?.();
    return result;
  }

  override async onShutdown(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
