import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Certificates } from '../program/certificates.ts';
import { warningsIn } from '../program/diagnostics.ts';
import type { ProgramEnvironment } from '../program/program.ts';
import { printedTelemetry, waitForTelemetry } from './printed-telemetry.ts';
import { startRelay } from './relay.ts';
import { type Collector, startCollector } from './servers/collector.ts';
import { stopServer } from './servers/server-process.ts';
import { takeOrder } from './shop.ts';

const started = new AsyncDisposableStack();
let certificates: Certificates;
let collector: Collector;
let demanding: Collector;
beforeAll(async () => {
  certificates = started.use(new Certificates());
  const { server, authority } = certificates;
  const tls = { certFile: server.certificateFile, keyFile: server.keyFile };
  const demandingTls = { ...tls, clientCaFile: authority.certificateFile };
  collector = started.adopt(await startCollector({ tls }), stopServer);
  demanding = started.adopt(await startCollector({ tls: demandingTls }), stopServer);
});
afterAll(() => started.disposeAsync());

const trustsAuthority = (): ProgramEnvironment => ({
  OTEL_EXPORTER_OTLP_CERTIFICATE: certificates.authority.certificateFile,
});
const showsCertificate = (): ProgramEnvironment => ({
  OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: certificates.client.certificateFile,
  OTEL_EXPORTER_OTLP_CLIENT_KEY: certificates.client.keyFile,
});

describe.each(['grpc', 'http/protobuf'] as const)('%s over TLS', (protocol) => {
  const portOf = ({ ports }: Collector): number => (protocol === 'grpc' ? ports.grpc : ports.http);
  const shop = (service: string, port: number, env: ProgramEnvironment) =>
    takeOrder({
      OTEL_EXPORTER_OTLP_ENDPOINT: `https://localhost:${port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_SERVICE_NAME: service,
      ...env,
    });

  async function expectArrival(receiver: Collector, service: string, traceId: string): Promise<void> {
    const { spans, logs } = await waitForTelemetry(receiver, {
      service,
      what: `the telemetry of ${service}`,
      until: ({ spans, logs, metrics }) => spans.length === 2 && logs.length === 2 && metrics.length === 3,
    });
    expect([...spans, ...logs].map((item) => item.traceId)).toEqual(Array(4).fill(traceId));
  }

  test('delivers everything encrypted, with the private authority of OTEL_EXPORTER_OTLP_CERTIFICATE', async () => {
    await using relay = await startRelay(portOf(collector));
    const { traceId, result } = await shop(`tls ${protocol}`, relay.port, trustsAuthority());
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    await expectArrival(collector, `tls ${protocol}`, traceId);
    expect(relay.sent().length).toBeGreaterThan(0);
    expect(relay.sent().includes('order taken')).toBe(false);
  });

  test('presents a client certificate that the Collector accepts', async () => {
    const env = { ...trustsAuthority(), ...showsCertificate() };
    const { traceId, result } = await shop(`mtls ${protocol}`, portOf(demanding), env);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    await expectArrival(demanding, `mtls ${protocol}`, traceId);
  });

  test.each([
    {
      about: 'mTLS without a client certificate',
      receiver: () => demanding,
      env: trustsAuthority,
      remedy: 'OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE',
    },
    {
      about: 'an authority that is not trusted',
      receiver: () => collector,
      env: () => ({}),
      remedy: 'OTEL_EXPORTER_OTLP_CERTIFICATE',
    },
  ])('$about: one warning that names $remedy, and nothing leaves', async ({ receiver, env, remedy }) => {
    const service = `refused ${protocol}`;
    const { result } = await shop(service, portOf(receiver()), env());
    expect(result.exitCode).toBe(0);
    const problem = `^cannot deliver telemetry to https://localhost:\\d+: .*certificate.*\\b${remedy}\\b`;
    expect(warningsIn(result.stderr)).toEqual([expect.stringMatching(new RegExp(problem))]);
    const { spans, logs, metrics } = printedTelemetry(receiver());
    const services = [...spans, ...logs, ...metrics].map(({ resource }) => resource['service.name']);
    expect(services).not.toContain(`Str(${service})`);
  });
});
