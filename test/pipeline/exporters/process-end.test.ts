import { afterEach, describe, expect, test } from '@jest/globals';
import { answering, closeServers, serveHttp, serveSilence } from './local-server.ts';
import { runProgram, sourceUrl } from './programs.ts';

afterEach(closeServers);

const send = (url: string, count: number) => `
  import { HttpTransport } from ${sourceUrl('src/pipeline/exporters/transport/http-transport.ts')};
  import { RetryingTransport } from ${sourceUrl('src/pipeline/exporters/transport/retrying-transport.ts')};
  const options = { url: '${url}', contentType: 'text/plain', headers: {}, compression: 'none', tls: {} };
  const transport = new RetryingTransport(new HttpTransport(options), () => {});
  for (let index = 0; index < ${count}; index++) void transport.send(Buffer.from('x'), 60_000);
  if (process.env['IDLE']) await new Promise((resolve) => setTimeout(resolve, 500));
  console.log('end');
`;

describe('exporters at the end of a process', () => {
  test.each([
    ['an answer that never comes', serveSilence, { IDLE: '1' }],
    ['a pause between two tries', () => serveHttp(answering(503)), { IDLE: '1' }],
    ['an idle connection', () => serveHttp(answering(200, { connection: 'keep-alive' })), { IDLE: '1' }],
    ['a long Retry-After', () => serveHttp(answering(429, { 'retry-after': '60' })), { IDLE: '1' }],
  ])('do not keep it alive: %s', async (_, start, env) => {
    const { url } = await start();
    const { code, stdout, stderr, millis } = await runProgram(send(url, 3), { env, timeoutMillis: 30_000 });
    expect([code, stdout, stderr]).toEqual([0, 'end\n', '']);
    expect(millis).toBeLessThan(25_000);
  });

  const OFF = { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none', OTELIER_SHUTDOWN_TIMEOUT: '300' };
  const SPAN = `
  import { trace } from '@opentelemetry/api';
  trace.getTracer('test').startSpan('hello').end();
  await new Promise((resolve) => setTimeout(resolve, Number(process.env['WORK_MILLIS'])));
  console.log('end');
`;

  const EXPORTERS: Readonly<Record<string, (url: string) => Record<string, string>>> = {
    'otlp http/protobuf': (url) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: url }),
    'otlp http/json gzip': (url) => ({
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    }),
    'otlp https': (url) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: url.replace('http', 'https') }),
    'otlp grpc': (url) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }),
    zipkin: (url) => ({ OTEL_TRACES_EXPORTER: 'zipkin', OTEL_EXPORTER_ZIPKIN_ENDPOINT: `${url}/api/v2/spans` }),
    jaeger: (url) => ({ OTEL_TRACES_EXPORTER: 'jaeger', OTEL_EXPORTER_JAEGER_ENDPOINT: `${url}/api/traces` }),
  };

  /** Runs a program that emits one span, works for a while and ends, while the server of its telemetry hangs. */
  async function runToSilence(exporter: string, env: Readonly<Record<string, string>>) {
    const { url } = await serveSilence();
    return runProgram(SPAN, {
      nodeOptions: ['--import', new URL('../../../register.ts', import.meta.url).href],
      env: { ...OFF, ...EXPORTERS[exporter]?.(url), ...env },
      // Less than exports take by default, more than a busy machine needs.
      timeoutMillis: 9_000,
    });
  }

  test.each(Object.keys(EXPORTERS))('end in time when a server never responds to the last flush, %s', async (name) => {
    const { code, stdout, stderr } = await runToSilence(name, { WORK_MILLIS: '0' });
    expect([code, stdout]).toEqual([0, 'end\n']);
    expect(stderr).toMatch(/^otelier \[warn\] .*300 ms \(OTELIER_SHUTDOWN_TIMEOUT\).* lost.*\n$/);
  });

  // An export under way may delay the end, but not beyond its own timeout.
  const TIMEOUTS = { OTEL_EXPORTER_OTLP_TIMEOUT: '500', OTEL_BSP_EXPORT_TIMEOUT: '500', OTEL_BSP_SCHEDULE_DELAY: '10' };

  test.each(Object.keys(EXPORTERS))(
    'end in time when a server never responds to an earlier export, %s',
    async (name) => {
      const { code, stdout } = await runToSilence(name, { WORK_MILLIS: '300', ...TIMEOUTS });
      expect([code, stdout]).toEqual([0, 'end\n']);
    },
  );
});
