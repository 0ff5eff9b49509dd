import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newSecret } from '../environment/redaction-cases.ts';
import type { ProgramEnvironment } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';
import { printedTelemetry } from './printed-telemetry.ts';
import { type Collector, startCollector } from './servers/collector.ts';
import { type Jaeger, startJaeger } from './servers/jaeger.ts';
import { poll } from './servers/polling.ts';
import { startZipkin, type Zipkin } from './servers/zipkin.ts';

let collector: Collector;
let jaeger: Jaeger;
let zipkin: Zipkin;
beforeAll(async () => {
  [collector, jaeger, zipkin] = await Promise.all([startCollector(), startJaeger(), startZipkin()]);
}, 120_000);
afterAll(() => Promise.all([collector.stop(), jaeger.stop(), zipkin.stop()]));

/** Returns the trace id. The secret is in every part of a span, in a log record, in a series and in the resource. */
async function leak(secret: string, env: ProgramEnvironment): Promise<string> {
  const { stdout, stderr } = await runProgram({
    file: 'leaks.mjs',
    env: { SECRET: secret, SHOW_TRACE: '1', OTELIER_ATTRIBUTES: `app.token=${secret}`, ...env },
  });
  expect(stderr).toBe('');
  return stdout.trim().split('\n')[1] ?? '';
}

describe('redaction', () => {
  test.each(['grpc', 'http/protobuf', 'http/json'])(
    '%s: nothing that the Collector prints holds the secret',
    async (protocol) => {
      const secret = newSecret();
      const endpoint = protocol === 'grpc' ? collector.grpcUrl : collector.httpUrl;
      const traceId = await leak(secret, {
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
        OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      });
      await poll(() => printedTelemetry(collector), {
        what: 'the span',
        until: ({ spans }) => spans.some((span) => span.traceId === traceId),
      });
      await poll(() => collector.output(), { what: 'a counter', until: (text) => text.includes('otelier.redactions') });
      expect(collector.output()).toContain('[REDACTED:');
      expect(collector.output()).not.toContain(secret);
    },
  );

  test.each([
    ['OTLP', () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: jaeger.otlpHttpUrl })],
    ['thrift', () => ({ OTEL_TRACES_EXPORTER: 'jaeger', OTEL_EXPORTER_JAEGER_ENDPOINT: jaeger.thriftUrl })],
  ] as const)("%s: Jaeger's API does not know the secret", async (_, env) => {
    const secret = newSecret();
    const only = { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };
    const trace = JSON.stringify(await jaeger.waitForTrace(await leak(secret, { ...only, ...env() }), 1));
    expect(trace).toContain('[REDACTED:');
    expect(trace).not.toContain(secret);
  });

  test("keeps the secret out of Zipkin's API", async () => {
    const secret = newSecret();
    const env = {
      OTEL_TRACES_EXPORTER: 'zipkin',
      OTEL_EXPORTER_ZIPKIN_ENDPOINT: zipkin.spansUrl,
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
    };
    const trace = JSON.stringify(await zipkin.waitForTrace(await leak(secret, env), 1));
    expect(trace).toContain('[REDACTED:');
    expect(trace).not.toContain(secret);
  });
});
