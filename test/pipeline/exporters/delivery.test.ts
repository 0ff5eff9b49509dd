import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Environment } from '../../../src/foundation/configuration/layers.ts';
import {
  createLogExporters,
  createScrapedReaders,
  createSpanExporters,
} from '../../../src/pipeline/exporters/create-exporters.ts';
import { Destinations } from '../../../src/pipeline/exporters/destination/destination.ts';
import { resolved } from '../../foundation/configuration/resolved.ts';
import { clearDiagnostics, recordDiagnostics } from '../../foundation/diagnostics/recorded-diagnostics.ts';
import { answering, closeServers, serveHttp, serveSilence } from './local-server.ts';

const recorded = recordDiagnostics();
beforeEach(() => clearDiagnostics(recorded));
afterEach(closeServers);

/** Sends one span and then one log record, each as an export of its own. */
function createSender(environment: Environment): () => Promise<void> {
  const { traces, logs } = resolved(environment).config;
  const destinations = new Destinations();
  const spanProcessors = createSpanExporters(traces, destinations).map((named) => new BatchSpanProcessor(named));
  const processors = createLogExporters(logs, destinations).map((named) => new BatchLogRecordProcessor(named));
  const tracers = new TracerProvider({ spanProcessors });
  const loggers = new LoggerProvider({ processors });
  return async () => {
    tracers.getTracer('test').startSpan('span').end();
    await tracers.forceFlush().catch(() => {});
    loggers.getLogger('test').emit({ body: 'log' });
    await loggers.forceFlush().catch(() => {});
  };
}

describe('exporters', () => {
  test('warn once when an outage of several signals begins, and once when it ends', async () => {
    let isDown = true;
    const { url } = await serveHttp((request, response) => {
      if (isDown) request.socket.resetAndDestroy();
      else answering(200)(request, response);
    });
    const send = createSender({ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_OTLP_TIMEOUT: '900' });
    await send();
    await send();
    expect(recorded.warnings).toEqual([expect.stringMatching(/^cannot deliver .*ECONNRESET/)]);
    isDown = false;
    await send();
    await send();
    expect(recorded.warnings.slice(1)).toEqual([`telemetry reaches ${url} again`]);
  });

  test('warn once about a server that accepts traces and refuses logs', async () => {
    const { url } = await serveHttp((request, response) =>
      answering(request.url === '/v1/traces' ? 200 : 404)(request, response),
    );
    const send = createSender({ OTEL_EXPORTER_OTLP_ENDPOINT: url });
    for (let round = 0; round < 3; round++) await send();
    expect(recorded.warnings).toEqual([expect.stringMatching(/^cannot deliver .*\/v1\/logs: HTTP 404/)]);
  });

  test.each(['http/protobuf', 'grpc'])(
    'report a server that hangs as one outage, whatever the error: %s',
    async (protocol) => {
      const { url } = await serveSilence();
      const send = createSender({
        OTEL_EXPORTER_OTLP_ENDPOINT: url,
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
        OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '300',
        OTEL_EXPORTER_OTLP_LOGS_TIMEOUT: '200',
      });
      await send();
      await send();
      expect(recorded.warnings).toEqual([expect.stringMatching(/^cannot deliver /)]);
    },
  );

  // HTTP can carry these; gRPC metadata cannot, and its error holds the value.
  test.each(['api-key=s%C3%A9cret-hunter2', 'api!key=hunter2', 'key-bin=hunter2'])(
    'skip headers that gRPC cannot carry without showing them: %s',
    async (headers) => {
      await createSender({
        OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
        OTEL_EXPORTER_OTLP_TIMEOUT: '500',
        OTEL_EXPORTER_OTLP_HEADERS: headers,
      })();
      const said = recorded.warnings.join('\n');
      expect(said).not.toMatch('hunter2');
      expect(said).toMatch(/cannot deliver .*(ECONNREFUSED|UNAVAILABLE)/);
    },
  );

  test('warn once about a Prometheus port in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.on('listening', resolve));
    const port = (taken.address() as { port: number }).port;
    const environment = { OTEL_METRICS_EXPORTER: 'prometheus', OTEL_EXPORTER_PROMETHEUS_PORT: String(port) };
    const [reader] = createScrapedReaders(resolved(environment).config.metrics);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await reader?.shutdown();
    taken.close();
    expect(recorded.warnings).toEqual([
      `Prometheus endpoint: expected to listen on 127.0.0.1:${port} (OTEL_EXPORTER_PROMETHEUS_HOST, ` +
        'OTEL_EXPORTER_PROMETHEUS_PORT), got EADDRINUSE; metrics cannot be scraped from this process',
    ]);
  });
});
