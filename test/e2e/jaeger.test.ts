import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ProgramEnvironment } from '../program/program.ts';
import { type Jaeger, startJaeger } from './servers/jaeger.ts';
import type { JaegerSpan, JaegerTag, JaegerTrace } from './servers/jaeger-query.ts';
import { startShopService, takeOrder } from './shop.ts';

let jaeger: Jaeger;
beforeAll(async () => {
  jaeger = await startJaeger();
});
afterAll(() => jaeger.stop());

interface Route {
  readonly name: string;
  readonly env: () => ProgramEnvironment;
}

const ROUTES: readonly Route[] = [
  {
    name: 'OTLP over gRPC',
    env: () => ({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: jaeger.otlpGrpcUrl }),
  },
  {
    name: 'OTLP over HTTP',
    env: () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: jaeger.otlpHttpUrl }),
  },
  {
    name: 'thrift over HTTP',
    env: () => ({ OTEL_TRACES_EXPORTER: 'jaeger', OTEL_EXPORTER_JAEGER_ENDPOINT: jaeger.thriftUrl }),
  },
  {
    name: 'thrift over UDP to the agent',
    env: () => ({
      OTEL_TRACES_EXPORTER: 'jaeger',
      OTEL_EXPORTER_JAEGER_AGENT_HOST: '127.0.0.1',
      OTEL_EXPORTER_JAEGER_AGENT_PORT: `${jaeger.ports.agentBinary}`,
    }),
  },
];

const TRACES_ONLY = { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };

describe('Jaeger', () => {
  test.each(ROUTES)('shows the span tree with its tags and logs ($name)', async ({ name, env }) => {
    const service = `shop by ${name}`;
    const { traceId, result } = await takeOrder({
      ...TRACES_ONLY,
      ...env(),
      OTEL_SERVICE_NAME: service,
      OTELIER_ATTRIBUTES: 'app.region=eu',
    });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });

    const trace = await jaeger.waitForTrace(traceId, 2);
    expect(trace.spans.map(({ operationName }) => operationName).sort()).toEqual(['charge', 'order']);
    const [order, charge] = [spanOf(trace, 'order'), spanOf(trace, 'charge')];
    expect(order.references).toEqual([]);
    expect(charge.references).toMatchObject([{ refType: 'CHILD_OF', traceID: traceId, spanID: order.spanID }]);
    expect(valuesOf(order.tags)).toMatchObject({ 'span.kind': 'server', 'shop.items': 3, 'app.tenant.id': 'acme' });
    expect(order.logs).toEqual([]);
    expect(valuesOf(charge.tags)).toMatchObject({
      'span.kind': 'client',
      'app.tenant.id': 'acme',
      error: true,
      'otel.status_code': 'ERROR',
      'otel.status_description': 'declined',
    });
    expect(charge.logs.map(({ fields }) => valuesOf(fields))).toEqual([
      { event: 'card declined', 'shop.card': 'test' },
    ]);
    for (const span of trace.spans) {
      expect(trace.processes[span.processID]?.serviceName).toBe(service);
      // OTLP leads the resource to the process, the thrift exporter part of it to each span.
      const resource = { ...valuesOf(trace.processes[span.processID]?.tags ?? []), ...valuesOf(span.tags) };
      expect(resource).toMatchObject({ 'app.region': 'eu', 'telemetry.distro.name': 'otelier' });
    }
    expect(await jaeger.services()).toContain(service);
  });

  test.each(ROUTES)('shows one trace across two services ($name)', async ({ name, env }) => {
    const pace = { OTEL_BSP_SCHEDULE_DELAY: '50' };
    const service = (role: string) => ({ ...TRACES_ONLY, ...pace, ...env(), OTEL_SERVICE_NAME: `${role} by ${name}` });
    await using stock = await startShopService({ env: service('stock') });
    await using front = await startShopService({ env: service('front'), stockUrl: stock.url });
    const trace = await jaeger.waitForTrace(await front.order(7), 5);

    expect(chainOf(trace)).toEqual([
      `front by ${name}: GET server`,
      `front by ${name}: take order internal`,
      `front by ${name}: GET client`,
      `stock by ${name}: GET server`,
      `stock by ${name}: take order internal`,
    ]);
    for (const ended of [await front.end(), await stock.end()])
      expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  });

  function spanOf({ spans }: JaegerTrace, name: string): JaegerSpan {
    const found = spans.find(({ operationName }) => operationName === name);
    if (found === undefined) throw new Error(`expected a span ${name}, got ${JSON.stringify(spans)}`);
    return found;
  }

  function valuesOf(tags: readonly JaegerTag[]): Record<string, JaegerTag['value']> {
    return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
  }

  /** The spans of a trace in which each has one child, from the root on. */
  function chainOf({ spans, processes }: JaegerTrace): readonly string[] {
    const chain: string[] = [];
    let current = spans.find(({ references }) => references.length === 0);
    while (current !== undefined) {
      const { spanID, operationName, processID, tags } = current;
      // The thrift exporter says nothing of an internal span's kind.
      const kind = valuesOf(tags)['span.kind'] ?? 'internal';
      chain.push(`${processes[processID]?.serviceName}: ${operationName} ${kind}`);
      current = spans.find(({ references }) => references.some((reference) => reference.spanID === spanID));
    }
    return chain;
  }
});
