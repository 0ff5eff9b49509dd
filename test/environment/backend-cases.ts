import { expect } from '@jest/globals';
import { expectOutcome } from '../program/outcome.ts';
import type { ProgramEnvironment } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';
import { startHttpStandIn, startUdpStandIn } from '../program/stand-in.ts';
import { onlyTraces } from './only.ts';
import { SHOP_OUTPUT } from './shop.ts';
import type { VariableCase } from './variable-case.ts';

/** telemetry.mjs to its end, undisturbed. */
async function runShop(env: ProgramEnvironment): Promise<void> {
  const result = await runProgram({ file: 'telemetry.mjs', env });
  expectOutcome(result, { stdout: SHOP_OUTPUT, stderr: '' });
}

const zipkin: VariableCase = {
  variables: ['OTEL_EXPORTER_ZIPKIN_ENDPOINT', 'OTEL_TRACES_EXPORTER'],
  about: 'spans as Zipkin JSON',
  check: async () => {
    await using server = await startHttpStandIn();
    await runShop({ ...onlyTraces('Zipkin'), OTEL_EXPORTER_ZIPKIN_ENDPOINT: `${server.url}/api/v2/spans` });
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /api/v2/spans']);
    const spans = JSON.parse(String(server.requests[0]?.body)) as { name: string; id: string; parentId?: string }[];
    const [order, charge] = ['order', 'charge'].map((name) => spans.find((span) => span.name === name));
    expect(charge?.parentId).toBe(order?.id);
    expect(order).toMatchObject({ localEndpoint: { serviceName: 'otelier' }, tags: { 'shop.items': '3' } });
  },
};

/** Not what localhost, the default, leads to. */
const ANOTHER_HOST = '127.0.0.2';

const jaegerAgent: VariableCase = {
  variables: ['OTEL_EXPORTER_JAEGER_AGENT_HOST', 'OTEL_EXPORTER_JAEGER_AGENT_PORT', 'OTEL_TRACES_EXPORTER'],
  about: 'spans as thrift over UDP',
  check: async () => {
    await using agent = await startUdpStandIn(ANOTHER_HOST);
    await runShop({
      ...onlyTraces('jaeger'),
      OTEL_EXPORTER_JAEGER_AGENT_HOST: ANOTHER_HOST,
      OTEL_EXPORTER_JAEGER_AGENT_PORT: `${agent.port}`,
    });
    const sent = Buffer.concat(agent.messages).toString('latin1');
    for (const word of ['order', 'charge', 'otelier']) expect(sent).toContain(word);
  },
};

const jaegerCollector: VariableCase = {
  variables: ['OTEL_EXPORTER_JAEGER_ENDPOINT', 'OTEL_EXPORTER_JAEGER_USER', 'OTEL_EXPORTER_JAEGER_PASSWORD'],
  about: 'spans as thrift over HTTP with basic authentication',
  check: async () => {
    await using collector = await startHttpStandIn();
    await runShop({
      ...onlyTraces('JAEGER'),
      OTEL_EXPORTER_JAEGER_ENDPOINT: `${collector.url}/api/traces`,
      OTEL_EXPORTER_JAEGER_USER: 'till',
      OTEL_EXPORTER_JAEGER_PASSWORD: 'opensesame',
    });
    expect(collector.requests.length).toBeGreaterThan(0);
    const { path, headers } = collector.requests[0] ?? { path: '', headers: {} };
    expect(path).toMatch(/^\/api\/traces/);
    expect(headers).toMatchObject({
      'content-type': 'application/x-thrift',
      authorization: `Basic ${btoa('till:opensesame')}`,
    });
    const sent = Buffer.concat(collector.requests.map(({ body }) => body)).toString('latin1');
    for (const word of ['order', 'charge', 'otelier']) expect(sent).toContain(word);
  },
};

/** Span exporters beside OTLP and the console. */
export const backendCases: readonly VariableCase[] = [zipkin, jaegerAgent, jaegerCollector];
