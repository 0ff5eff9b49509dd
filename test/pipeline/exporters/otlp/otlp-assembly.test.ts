import { afterEach, describe, expect, test } from '@jest/globals';
import { emptyResource } from '@opentelemetry/resources';
import { Destinations } from '../../../../src/pipeline/exporters/destination/destination.ts';
import { createMetricParts } from '../../../../src/pipeline/exporters/otlp/otlp-assembly.ts';
import { planHttp } from '../../../../src/pipeline/exporters/otlp/otlp-exporters.ts';
import { resolved } from '../../../foundation/configuration/resolved.ts';
import { recordDiagnostics } from '../../../foundation/diagnostics/recorded-diagnostics.ts';
import { closeServers, serveHttp } from '../local-server.ts';

recordDiagnostics();
afterEach(closeServers);

/** Exports metrics to a server that is not ready, after something has happened to the destination; answers the number of requests. */
async function requestsAfter(happens: (destinations: Destinations) => void): Promise<number> {
  let requests = 0;
  const { url } = await serveHttp((request, response) => {
    requests++;
    request.resume();
    response.writeHead(503).end();
  });
  const { otlp } = resolved({ OTEL_EXPORTER_OTLP_ENDPOINT: url }).config.metrics;
  const destinations = new Destinations();
  happens(destinations);
  const target = { otlp, destination: destinations.of(url), timeoutMillis: 4_000 };
  const { exporter } = createMetricParts(planHttp(otlp), target);
  const metrics = { resource: emptyResource(), scopeMetrics: [] };
  await new Promise((resolve) => exporter.export(metrics, resolve));
  await exporter.shutdown();
  return requests;
}

describe('createMetricParts', () => {
  test('retries', async () => {
    expect(await requestsAfter(() => {})).toBeGreaterThan(1);
  });

  test('tries once when retries have been stopped before', async () => {
    expect(await requestsAfter((destinations) => destinations.stopRetrying())).toBe(1);
  });

  test('does not try when exports have been aborted before', async () => {
    expect(await requestsAfter((destinations) => destinations.abortAll('over'))).toBe(0);
  });
});
