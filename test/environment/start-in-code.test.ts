import { expect, test } from '@jest/globals';
import { expectOutcome } from '../program/outcome.ts';
import type { ProgramEnvironment } from '../program/program.ts';
import { type Delivery, deliver, named, namesOf } from './delivery.ts';

interface Described {
  readonly value: unknown;
  readonly source: { readonly from: string; readonly name?: string };
}

interface Printed {
  readonly config: { readonly values: Readonly<Record<string, Described>>; readonly warnings: readonly string[] };
  readonly handles: number;
}

/** starts-in-code.mjs, with no register before it: the program starts otelier itself. */
async function startWith(
  options: object,
  { env = {}, times = 1, nodeOptions = [] }: { env?: ProgramEnvironment; times?: number; nodeOptions?: string[] } = {},
): Promise<Delivery & { printed: Printed }> {
  const args = [JSON.stringify(options), `${times}`];
  const delivery = await deliver({ file: 'starts-in-code.mjs', args, nodeOptions, env });
  expectOutcome(delivery.result);
  return { ...delivery, printed: JSON.parse(delivery.result.stdout) as Printed };
}

test.concurrent('code wins over the environment, and the configuration says so', async () => {
  const { spans, printed, result } = await startWith(
    {
      serviceName: 'from-code',
      serviceVersion: '9',
      resourceAttributes: { team: 'from-code' },
      shutdownTimeoutMillis: 12_345,
    },
    {
      env: {
        OTEL_SERVICE_NAME: 'from-environment',
        OTEL_RESOURCE_ATTRIBUTES: 'service.version=8,team=resource,region=resource',
        OTELIER_ATTRIBUTES: 'team=otelier',
        OTELIER_SHUTDOWN_TIMEOUT: '54321',
      },
    },
  );
  expect(result.stderr).toBe('');
  expect(named(spans, 'work').resource.attributes).toMatchObject({
    'service.name': 'from-code',
    'service.version': '9',
    team: 'from-code',
    region: 'resource',
  });
  const { values } = printed.config;
  expect(values['service.name']).toEqual({ value: 'from-code', source: { from: 'code', name: 'serviceName' } });
  expect(values['service.version']).toEqual({ value: '9', source: { from: 'code', name: 'serviceVersion' } });
  expect(values['shutdownTimeoutMillis']).toEqual({
    value: 12_345,
    source: { from: 'code', name: 'shutdownTimeoutMillis' },
  });
  expect(values['resource.attributes.team']).toEqual({
    value: 'from-code',
    source: { from: 'code', name: 'resourceAttributes' },
  });
  expect(values['resource.attributes.region']).toEqual({
    value: 'resource',
    source: { from: 'environment', name: 'OTEL_RESOURCE_ATTRIBUTES' },
  });
});

test.concurrent('handle.config shows every value with its source, and no secret', async () => {
  const { printed, result } = await startWith(
    {},
    {
      env: {
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20s3cr3t',
        OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-api-key=s3cr3t',
        OTEL_EXPORTER_JAEGER_USER: 's3cr3t',
        OTEL_EXPORTER_JAEGER_PASSWORD: 's3cr3t',
        OTEL_EXPORTER_ZIPKIN_ENDPOINT: 'http://till:s3cr3t@zipkin/api/v2/spans?key=s3cr3t',
        OTEL_BSP_MAX_QUEUE_SIZE: 'many',
      },
    },
  );
  expect(result.stdout).not.toContain('s3cr3t');
  const { values, warnings } = printed.config;
  expect(values['traces.otlp.headers']).toEqual({
    value: { authorization: '***', 'x-api-key': '***' },
    source: { from: 'environment', name: expect.stringContaining('OTEL_EXPORTER_OTLP_') },
  });
  expect(values['traces.jaeger.password']).toEqual({
    value: '***',
    source: { from: 'environment', name: 'OTEL_EXPORTER_JAEGER_PASSWORD' },
  });
  expect(values['traces.zipkin.endpoint']?.value).toMatch(/^http:\/\/.*zipkin\/api\/v2\/spans/);
  expect(values['traces.batch.maxQueueSize']).toEqual({ value: 8_192, source: { from: 'default' } });
  expect(values['service.name']).toEqual({
    value: 'otelier',
    source: { from: 'package.json', name: expect.stringMatching(/package\.json$/) },
  });
  expect(warnings).toEqual([expect.stringContaining('OTEL_BSP_MAX_QUEUE_SIZE')]);
});

test.concurrent('starting again gives the same handle and one warning', async () => {
  const { spans, printed, warnings } = await startWith({ serviceName: 'once' }, { times: 2 });
  expect(printed.handles).toBe(1);
  expect(namesOf(spans)).toEqual(['work']);
  expect(warnings).toEqual([expect.stringContaining('started already')]);
});

test.concurrent('starting in code under --import is such a second start', async () => {
  const { result, spans, warnings } = await deliver({ file: 'starts-in-code.mjs', args: ['{"serviceName":"late"}'] });
  expectOutcome(result);
  expect(namesOf(spans)).toEqual(['work']);
  expect(spans[0]?.resource.attributes['service.name']).toBe('otelier');
  expect(warnings).toEqual([expect.stringContaining('started already')]);
});

test.concurrent('parts given in code are added to those from the environment', async () => {
  const { result, spans, logs, metrics } = await deliver({ file: 'adds-parts.mjs', nodeOptions: [] });
  expectOutcome(result, { stderr: '' });
  expect(JSON.parse(result.stdout)).toEqual({ seen: ['span work'], names: ['works'] });
  expect(named(spans, 'work').attributes).toEqual({ 'added.by': 'a span processor' });
  expect(logs.map(({ attributes }) => attributes)).toEqual([{ 'added.by': 'a log record processor' }]);
  const own = namesOf(metrics).filter((name) => !/^(otelier\.export|otel\.sdk)\./.test(name));
  expect(new Set(own)).toEqual(new Set(['works']));
});
