import { EventEmitter } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type MetricProducer, MetricReader, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { PrometheusConfig } from '../../../foundation/configuration/config.ts';
import { log } from '../../../foundation/diagnostics/log.ts';
import { prometheusText } from '../../../foundation/prometheus/prometheus-text.ts';
import { EventLoopSlices } from './event-loop-slices.ts';
import { toPrometheusFamilies } from './exported-families.ts';
import { isExpectedHost } from './host-header.ts';
import { collectInSlices } from './sliced-collection.ts';

/** Applied to one metric at a time. */
export type MetricTransform = (metrics: ResourceMetrics) => ResourceMetrics;

const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** A scrape endpoint at `/metrics`. A port in use is one warning; the application and the other exporters go on. */
export function createPrometheusReader(
  config: PrometheusConfig,
  redact: MetricTransform = (same) => same,
): MetricReader {
  return new ScrapeEndpoint(config, redact);
}

/**
 * Unlike the official exporter, its connections neither keep the process alive nor delay its end, its requests are not traced, and a large
 * page is collected and written in slices between which the event loop runs.
 */
class ScrapeEndpoint extends MetricReader {
  readonly #server: Server;
  readonly #redact: MetricTransform;
  #producer: MetricProducer | undefined;
  /** Scrapes at the same time share it. */
  #collecting: Promise<ResourceMetrics> | undefined;

  constructor({ host, port }: PrometheusConfig, redact: MetricTransform) {
    super({ otelComponentType: 'prometheus_http_text_metric_exporter' });
    this.#redact = redact;
    const { createServer } = process.getBuiltinModule('node:http');
    this.#server = createServer((request, response) => {
      const status = judgeRequest(request, host);
      if (status === 200) void this.#respond(request, response);
      else response.writeHead(status, status === 405 ? { allow: 'GET, HEAD' } : {}).end(REFUSALS[status]);
    });
    // The http instrumentation creates spans in the emit of the server's prototype.
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

  override setMetricProducer(producer: MetricProducer): void {
    this.#producer = producer;
    super.setMetricProducer(producer);
  }

  protected override async onForceFlush(): Promise<void> {}

  protected override async onShutdown(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #respond({ method }: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => {});
    try {
      response.setHeader('content-type', CONTENT_TYPE);
      if (method === 'HEAD') return void response.end();
      this.#collecting ??= this.#collect().finally(() => {
        this.#collecting = undefined;
      });
      await writePage(response, await this.#collecting);
    } catch (error) {
      log.debug(`Prometheus endpoint: expected metrics, got "${(error as Error).message}"; the scrape fails`);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end('metrics cannot be collected');
    }
  }

  /** A scrape that comes before the resource is complete waits for it. */
  async #collect(): Promise<ResourceMetrics> {
    if (this.#producer === undefined) throw new Error('no meter provider');
    const { resourceMetrics, errors } = await collectInSlices(this.#producer, this.#redact);
    for (const error of errors) log.debug(`Prometheus endpoint: a callback failed: ${String(error)}`);
    await resourceMetrics.resource.waitForAsyncAttributes?.();
    return resourceMetrics;
  }
}

const REFUSALS: Readonly<Record<number, string>> = {
  403: 'expected a Host header with the name localhost, an IP address, or OTEL_EXPORTER_PROMETHEUS_HOST',
};

function judgeRequest({ method, url = '', headers }: IncomingMessage, boundTo: string): number {
  if (!isExpectedHost(headers.host, boundTo)) return 403;
  if (url.split('?')[0] !== '/metrics') return 404;
  return method === 'GET' || method === 'HEAD' ? 200 : 405;
}

async function writePage(response: ServerResponse, metrics: ResourceMetrics): Promise<void> {
  const { Readable } = process.getBuiltinModule('node:stream');
  const { pipeline } = process.getBuiltinModule('node:stream/promises');
  await pipeline(Readable.from(pagePieces(metrics)), response);
}

async function* pagePieces(metrics: ResourceMetrics): AsyncGenerator<string> {
  const slices = new EventLoopSlices();
  for (const piece of prometheusText(toPrometheusFamilies(metrics))) {
    if (piece !== '') yield piece;
    if (slices.isOver) await slices.pause();
  }
}
