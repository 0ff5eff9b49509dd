import { expect, test } from '@jest/globals';
import { expectOutcome } from '../program/outcome.ts';
import { CLI, type ProgramEnvironment } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';

const otelier = (args: readonly string[], env: ProgramEnvironment = {}, cwd?: string) =>
  runProgram({
    file: CLI,
    args,
    env: { OTEL_LOG_LEVEL: undefined, ...env },
    nodeOptions: [],
    ...(cwd === undefined ? {} : { cwd }),
  });

const SECRETS: ProgramEnvironment = {
  OTEL_EXPORTER_OTLP_ENDPOINT: 'https://till:s3cr3t@collector.example/otlp?key=s3cr3t',
  OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20s3cr3t',
  OTEL_EXPORTER_JAEGER_PASSWORD: 's3cr3t',
  OTEL_RESOURCE_ATTRIBUTES: 'db.password=s3cr3t-resource,team=tills',
  OTELIER_ATTRIBUTES: 'db.url=postgres://app:s3cr3t-resource@db/x',
  OTEL_TRACES_SAMPLER: 'Always_Off',
  OTEL_BSP_SCHEDULE_DELAY: 'soon',
};

test.concurrent('a table of values with their sources, secrets masked, warnings below', async () => {
  const result = await otelier(['config'], SECRETS);
  expectOutcome(result, { stderr: expect.not.stringContaining('s3cr3t') });
  expect(result.stdout).not.toContain('s3cr3t');
  const lines = result.stdout.trimEnd().split('\n');
  const rowOf = (path: string) => lines.find((line) => line.startsWith(`${path} `))?.split(/ {2,}/);
  expect(rowOf('traces.sampler')).toEqual(['traces.sampler', 'always_off', 'environment OTEL_TRACES_SAMPLER']);
  expect(rowOf('metrics.reader.intervalMillis')).toEqual(['metrics.reader.intervalMillis', '60000', 'default']);
  expect(rowOf('logs.otlp.headers')?.[1]).toBe('authorization=***');
  expect(rowOf('resource.attributes.db.password')?.[1]).toMatch(/^\[REDACTED:.*\]$/);
  expect(rowOf('resource.attributes.team')?.[1]).toBe('tills');
  expect(rowOf('traces.otlp.endpoint')?.[1]).toMatch(/^https:\/\/.*collector\.example\/otlp\/v1\/traces/);
  expect(rowOf('service.name')?.[2]).toMatch(/^package\.json .*package\.json$/);
  expect(lines.filter((line) => line.startsWith('warning: '))).toEqual([
    expect.stringMatching(/OTEL_BSP_SCHEDULE_DELAY: expected .*; using 5000/),
  ]);
});

test.concurrent('--json: the same for programs', async () => {
  const result = await otelier(['config', '--json'], SECRETS);
  expectOutcome(result, { stderr: '' });
  expect(result.stdout).not.toContain('s3cr3t');
  const { values, warnings } = JSON.parse(result.stdout);
  expect(values['traces.sampler']).toEqual({
    value: 'always_off',
    source: { from: 'environment', name: 'OTEL_TRACES_SAMPLER' },
  });
  expect(values['traces.limits.attributeValueLength'].value).toBeNull();
  expect(values['traces.jaeger.password'].value).toBe('***');
  expect(warnings).toHaveLength(1);
});

test.concurrent('--set: only what is no default', async () => {
  const { stdout } = await otelier(['config', '--set', '--json'], { OTEL_SERVICE_NAME: 'till' });
  expect(Object.keys(JSON.parse(stdout).values)).toEqual(['service.name', 'service.version']);
});

test.concurrent('the working directory decides about package.json', async () => {
  const folder = new URL('../fixtures/packaged-app/', import.meta.url).pathname;
  const { stdout } = await otelier(['config', '--set'], {}, folder);
  expect(stdout).toMatch(/^service\.name +@acme\/packaged-app +package\.json .*packaged-app\/package\.json$/m);
});

test.concurrent.each([
  [['confg'], /expected a command, one of .*config.*; got "confg"/],
  [['config', '--jsn'], /--jsn[\s\S]*usage: otelier config \[--json\] \[--set\]/],
  [['config', 'extra'], /extra[\s\S]*usage: otelier config/],
])('otelier %j is wrong usage: exit code 2, said on standard error', async (args, message) => {
  expectOutcome(await otelier(args), { exitCode: 2, stdout: '', stderr: expect.stringMatching(message) });
});

test.concurrent.each([[[]], [['--help']], [['config', '--help']]])('otelier %j says how it is used', async (args) => {
  expectOutcome(await otelier(args), {
    stdout: expect.stringContaining('otelier config [--json] [--set]'),
    stderr: '',
  });
});
