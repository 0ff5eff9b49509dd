import { beforeEach, describe, expect, test } from '@jest/globals';
import { emptyResource } from '@opentelemetry/resources';
import { AlwaysOnSampler } from '@opentelemetry/sdk-trace';
import { createTracerProvider } from '../../../../src/distribution/providers/tracer-provider.ts';
import { createSpanExporters } from '../../../../src/pipeline/exporters/create-exporters.ts';
import { Destinations } from '../../../../src/pipeline/exporters/destination/destination.ts';
import { startGrpcOtlpReceiver } from '../../../../src/tools/receiver/grpc-otlp-receiver.ts';
import type { OtlpReceiverOptions } from '../../../../src/tools/receiver/otlp-receiver.ts';
import { resolved } from '../../../foundation/configuration/resolved.ts';
import { clearDiagnostics, recordDiagnostics } from '../../../foundation/diagnostics/recorded-diagnostics.ts';
import { statusDetails } from './status-details.ts';

const recorded = recordDiagnostics();
beforeEach(() => clearDiagnostics(recorded));

type Respond = NonNullable<OtlpReceiverOptions['respond']>;

/** Exports one span to a receiver that answers as told. */
async function exported(respond: Respond) {
  await using receiver = await startGrpcOtlpReceiver({ respond });
  const { traces } = resolved({
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
  }).config;
  const destinations = new Destinations();
  const { provider } = createTracerProvider(traces, {
    resource: emptyResource(),
    sampler: new AlwaysOnSampler(),
    exporters: createSpanExporters(traces, destinations),
    processors: [],
  });
  provider.getTracer('test').startSpan('span').end();
  await provider.forceFlush().catch(() => {});
  await provider.shutdown();
  const [first, second] = receiver.requests;
  const pauseMillis = (second?.receivedAtMillis ?? 0) - (first?.receivedAtMillis ?? 0);
  return { spans: receiver.store.spans.length, requests: receiver.requests.length, pauseMillis };
}

/** The first answer is this one, those after it are the receiver's own. */
function once(answer: ReturnType<Respond>): Respond {
  let isFirst = true;
  return () => {
    const given = isFirst ? answer : undefined;
    isFirst = false;
    return given;
  };
}

describe('OTLP/gRPC exporter', () => {
  test('retries RESOURCE_EXHAUSTED with RetryInfo after the requested delay', async () => {
    const headers = { 'grpc-status-details-bin': statusDetails({ seconds: 2 }) };
    const { pauseMillis, ...counts } = await exported(once({ status: 8, headers }));
    expect(counts).toEqual({ spans: 1, requests: 2 });
    expect(pauseMillis).toBeGreaterThanOrEqual(1_950);
  });

  test.each([
    [3, 'INVALID_ARGUMENT'],
    [8, 'RESOURCE_EXHAUSTED'],
    [12, 'UNIMPLEMENTED'],
  ])('sends and warns once for status %d, %s', async (status, name) => {
    expect(await exported(once({ status }))).toMatchObject({ spans: 0, requests: 1 });
    expect(recorded.warnings).toEqual([expect.stringMatching(`^cannot deliver .*: gRPC status ${name}\\. `)]);
  });

  test('warns about a partial success', async () => {
    const respond: Respond = () => ({ partialSuccess: { rejected: 1, errorMessage: 'no room' }, keep: true });
    expect(await exported(respond)).toMatchObject({ spans: 1, requests: 1 });
    expect(recorded.warnings).toEqual([expect.stringMatching(/ has rejected 1 items of an export \(no room\)/)]);
  });
});
