// Exports through proxies, by Node's own variables and by OTELIER_PROXY. The Collector has a name that only the proxy can resolve.
import { describe, expect, test } from '@jest/globals';
import type { OtlpReceiver } from '../../src/tools/receiver/otlp-receiver.ts';
import { deliveryOf, leadingTo, startReceiver, type Transport } from '../environment/delivery.ts';
import { expectShop, SHOP_OUTPUT } from '../environment/shop.ts';
import { type LocalProxy, type LocalProxyOptions, serveProxy } from '../pipeline/exporters/local-proxy.ts';
import { Certificates } from '../program/certificates.ts';
import { warningsIn } from '../program/diagnostics.ts';
import { expectOutcome } from '../program/outcome.ts';
import type { ProgramEnvironment } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';
import { Producer } from './producer.ts';

const SWITCH = { NODE_USE_ENV_PROXY: '1' };
const withPassword = ({ url }: LocalProxy): string => url.replace('://', '://me:hunter2@');
const hidden = ({ url }: OtlpReceiver): string => url.replace(/127\.0\.0\.1|localhost/, 'collector.invalid');

async function started(transport: Transport, options: LocalProxyOptions = {}, tls?: { cert: string; key: string }) {
  const receiver = await startReceiver(transport, tls === undefined ? {} : { tls });
  const proxy = await serveProxy(options);
  return {
    receiver,
    proxy,
    env: { ...leadingTo(receiver, transport), OTEL_EXPORTER_OTLP_ENDPOINT: hidden(receiver) },
    async [Symbol.asyncDispose]() {
      await receiver.close();
      await proxy.close();
    },
  };
}

/** Runs a program to its natural end, and expects that all telemetry arrived through the proxy. */
async function expectDelivery(
  transport: Transport,
  method: 'POST' | 'CONNECT',
  variables: (proxy: LocalProxy) => ProgramEnvironment,
): Promise<void> {
  await using parts = await started(transport);
  const { receiver, proxy, env } = parts;
  const result = await runProgram({ file: 'telemetry.mjs', env: { ...env, ...variables(proxy) } });
  expectOutcome(result, { stdout: SHOP_OUTPUT, stderr: '' });
  expectShop(deliveryOf(result, receiver));
  expect(new Set(proxy.seen.map((request) => request.method))).toEqual(new Set([method]));
}

describe('the exporters', () => {
  test.concurrent.each([
    ['http', 'POST', 'HTTP_PROXY'],
    ['http', 'POST', 'http_proxy'],
    ['grpc', 'CONNECT', 'HTTP_PROXY'],
    ['grpc', 'CONNECT', 'http_proxy'],
  ] as const)('deliver %s at a natural end (%s through %s)', (transport, method, variable) =>
    expectDelivery(transport, method, (proxy) => ({ ...SWITCH, [variable]: withPassword(proxy) })),
  );

  test.concurrent.each([
    ['http', 'POST'],
    ['grpc', 'CONNECT'],
  ] as const)('deliver %s through OTELIER_PROXY, whatever NO_PROXY says (%s)', (transport, method) =>
    expectDelivery(transport, method, (proxy) => ({ OTELIER_PROXY: withPassword(proxy), NO_PROXY: '*' })),
  );

  test.concurrent.each(['http', 'grpc'] as const)('deliver %s over TLS through HTTPS_PROXY', async (transport) => {
    using certificates = new Certificates({ serverNames: 'DNS:collector.invalid' });
    await using parts = await started(transport, {}, certificates.tls());
    const { receiver, proxy, env } = parts;
    const own = { ...SWITCH, https_proxy: withPassword(proxy), HTTP_PROXY: 'http://127.0.0.1:1' };
    const tls = { OTEL_EXPORTER_OTLP_CERTIFICATE: certificates.authority.certificateFile };
    const result = await runProgram({ file: 'telemetry.mjs', env: { ...env, ...own, ...tls } });
    expectOutcome(result, { stdout: SHOP_OUTPUT, stderr: '' });
    expectShop(deliveryOf(result, receiver));
    expect(new Set(proxy.seen.map(({ method }) => method))).toEqual(new Set(['CONNECT']));
  });

  test.concurrent.each(['http', 'grpc'] as const)(
    'deliver %s while a process runs, and at process.exit',
    async (transport) => {
      await using parts = await started(transport);
      const { receiver, proxy, env } = parts;
      await using producer = new Producer({ ...env, ...SWITCH, HTTP_PROXY: withPassword(proxy) });
      await producer.tell('spans 10');
      await receiver.waitFor(({ spans }) => spans.length === 10);
      await producer.tell('spans 10');
      const { stderr } = await producer.exit();
      expect(receiver.store.spans).toHaveLength(20);
      expect(warningsIn(stderr)).toEqual([]);
    },
  );

  test.concurrent.each([
    ['NO_PROXY', '127.0.0.1'],
    ['no_proxy', '.example.com,127.0.0.1'],
    ['NODE_USE_ENV_PROXY', '0'],
  ])('use no proxy with %s=%s', async (variable, value) => {
    await using parts = await started('http');
    const { receiver, proxy, env } = parts;
    const own = { ...SWITCH, HTTP_PROXY: withPassword(proxy), OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
    const result = await runProgram({ file: 'telemetry.mjs', env: { ...env, ...own, [variable]: value } });
    expectOutcome(result, { stdout: SHOP_OUTPUT, stderr: '' });
    expectShop(deliveryOf(result, receiver));
    expect(proxy.seen).toEqual([]);
  });

  test.concurrent.each(['http', 'grpc'] as const)(
    'report a proxy that refuses, without its password (%s)',
    async (transport) => {
      await using parts = await started(transport, { status: 407 });
      const { proxy, env } = parts;
      const result = await runProgram({ file: 'telemetry.mjs', env: { ...env, OTELIER_PROXY: withPassword(proxy) } });
      expect([result.exitCode, result.stdout]).toEqual([0, SHOP_OUTPUT]);
      expect(warningsIn(result.stderr).join('\n')).toMatch(/407.*The process has ended; lost: 2 spans/s);
      expect(result.stderr).not.toMatch(/hunter2|bWU6/);
    },
  );

  test.concurrent('end in time when a proxy does not respond', async () => {
    await using parts = await started('grpc', { isSilent: true });
    const { proxy, env } = parts;
    const own = { OTELIER_PROXY: proxy.url, OTELIER_SHUTDOWN_TIMEOUT: '300' };
    const result = await runProgram({ file: 'telemetry.mjs', env: { ...env, ...own } });
    expect([result.exitCode, result.stdout]).toEqual([0, SHOP_OUTPUT]);
    expect(warningsIn(result.stderr).join('\n')).toMatch(/no answer within 300 ms .*lost: 2 spans/);
  });
});
