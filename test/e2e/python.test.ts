import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type PrintedTelemetry, waitForTelemetry } from './printed-telemetry.ts';
import { type Collector, startCollector } from './servers/collector.ts';
import { type Jaeger, startJaeger } from './servers/jaeger.ts';
import { requireServer, stopServer } from './servers/server-process.ts';
import { programFile, startShopService } from './shop.ts';

const started = new AsyncDisposableStack();
let jaeger: Jaeger;
let collector: Collector;
beforeAll(async () => {
  jaeger = started.adopt(await startJaeger(), stopServer);
  const env = {
    OTELIER_COLLECTOR_TRACES_EXPORTERS: '[debug, otlp_grpc/backend]',
    OTELIER_COLLECTOR_BACKEND_ENDPOINT: `127.0.0.1:${jaeger.ports.otlpGrpc}`,
  };
  collector = started.adopt(await startCollector({ env }), stopServer);
});
afterAll(() => started.disposeAsync());

const HIERARCHY = ['checkout: checkout', 'checkout: GET', 'shop: GET', 'shop: take order'] as const;

describe('Python and Node.js', () => {
  test('share one trace, in the Collector and in Jaeger behind it', async () => {
    await using service = await startShopService({
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.httpUrl, OTEL_SERVICE_NAME: 'shop', OTEL_BSP_SCHEDULE_DELAY: '50' },
    });
    const [traceId = '', traceIdInNode, customer] = await checkOut(`${service.url}/orders/7`);
    expect(traceIdInNode).toBe(traceId);
    expect(customer).toBe('gold');

    const { spans, processes } = await jaeger.waitForTrace(traceId, HIERARCHY.length);
    const inJaeger = spans.map(({ spanID, processID, operationName, references }) => ({
      id: spanID,
      parentId: references[0]?.spanID,
      name: `${processes[processID]?.serviceName}: ${operationName}`,
    }));
    expect(fromTheRoot(inJaeger)).toEqual(HIERARCHY);

    const ofPython = await arrived('checkout', ({ spans }) => spans.length === 2);
    const ofNode = await arrived('shop', ({ spans, logs }) => spans.length === 2 && logs.length === 1);
    const inCollector = [...ofPython.spans, ...ofNode.spans].map(({ spanId, parentId, name, resource }) => ({
      id: spanId,
      parentId: parentId || undefined,
      name: `${resource['service.name']?.slice(4, -1)}: ${name}`,
    }));
    expect(fromTheRoot(inCollector)).toEqual(HIERARCHY);
    expect(ofPython.spans[0]?.resource['telemetry.sdk.language']).toBe('Str(python)');
    expect(ofNode.logs).toMatchObject([{ body: 'Str(order 7 taken)', traceId }]);
    expect(await service.end()).toMatchObject({ exitCode: 0, stderr: '' });
  });

  /** The output of programs/checkout.py: its trace id and the service's response. */
  async function checkOut(url: string): Promise<readonly string[]> {
    const { stdout } = await promisify(execFile)(
      requireServer('python'),
      // No cache files beside the program.
      ['-B', programFile('checkout.py'), url],
      {
        env: {
          PATH: process.env['PATH'],
          OTEL_SERVICE_NAME: 'checkout',
          OTEL_EXPORTER_OTLP_ENDPOINT: collector.httpUrl,
        },
      },
    );
    return stdout.trim().split(' ');
  }

  function arrived(service: string, until: (telemetry: PrintedTelemetry) => boolean): Promise<PrintedTelemetry> {
    return waitForTelemetry(collector, { service, what: `the trace in ${service}`, until });
  }

  interface Link {
    readonly id: string;
    readonly parentId: string | undefined;
    readonly name: string;
  }

  /** The names of spans of which each has one child, from the root on. */
  function fromTheRoot(spans: readonly Link[]): readonly string[] {
    const names: string[] = [];
    let current = spans.find(({ parentId }) => parentId === undefined);
    while (current !== undefined) {
      const { id, name } = current;
      names.push(name);
      current = spans.find(({ parentId }) => parentId === id);
    }
    return names;
  }
});
