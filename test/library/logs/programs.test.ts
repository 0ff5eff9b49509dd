// Programs with a Logger: each record leaves once, with the ids of its span, and its line carries the same.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { deliver } from '../../environment/delivery.ts';
import { expectOutcome } from '../../program/outcome.ts';
import { runProgram } from '../../program/run-program.ts';
import { TemporaryFolder } from '../../program/temporary-folder.ts';

const PROGRAMS = ['loggers/logs.mjs', 'loggers/logs.cjs'];
const ENV = { OTEL_SERVICE_NAME: 'shop-service', OTELIER_REDACT_PATTERNS: 'tok_[0-9]+' };
const WITHOUT = ['--disable-warning=ExperimentalWarning'];

const linesOf = (text: string): readonly Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test.concurrent.each(PROGRAMS)('%s with otelier: each record once, though winston is instrumented', async (file) => {
  using folder = new TemporaryFolder();
  const log = path.join(folder.path, 'app.log');
  const { spans, logs, result } = await deliver({ file, args: [log], env: ENV });
  expectOutcome(result, { stderr: '' });
  const ids = { traceId: spans[0]?.traceId, spanId: spans[0]?.spanId };
  expect(ids.traceId).toMatch(/^[\da-f]{32}$/);
  const own = logs.filter(({ scope }) => scope.name === 'shop');
  expect(own).toMatchObject([
    { severityNumber: 17, severityText: 'error', attributes: { order_id: 7 }, ...ids },
    { severityNumber: 9, severityText: 'info', body: 'outside' },
  ]);
  // The winston logger of the application is exported by the instrumentation: it was on.
  expect(
    logs
      .map(({ body }) => body)
      .filter((body) => body !== own[0]?.body)
      .sort(),
  ).toEqual(['of winston itself', 'outside']);
  expect(logs).toHaveLength(3);
  expect(readFileSync(log, 'utf8')).toBe(result.stdout);
  const [inside, outside] = linesOf(result.stdout);
  expect(inside).toMatchObject({
    level: 'error',
    service: 'shop-service',
    logger: 'shop',
    trace_id: ids.traceId,
    span_id: ids.spanId,
    order_id: 7,
  });
  expect(outside).not.toHaveProperty('trace_id');
});

test.concurrent.each(PROGRAMS)('%s without otelier: lines alone', async (file) => {
  const result = await runProgram({ file, nodeOptions: WITHOUT, env: ENV });
  expectOutcome(result, { stderr: '' });
  expect(linesOf(result.stdout)).toMatchObject([{ level: 'error', service: 'shop-service' }, { message: 'outside' }]);
  expect(result.stdout).not.toContain('trace_id');
});

test.concurrent('process.exit() right after a line: all lines are written', async () => {
  using folder = new TemporaryFolder();
  const log = path.join(folder.path, 'app.log');
  const result = await runProgram({ file: 'loggers/exits.mjs', args: [log], nodeOptions: WITHOUT });
  expectOutcome(result, { exitCode: 3, stderr: '' });
  expect(linesOf(readFileSync(log, 'utf8'))).toHaveLength(100);
  expect(linesOf(result.stdout)).toHaveLength(100);
});

test.concurrent.each([
  ['a full disk', '/dev/full', 'ENOSPC'],
  ['a folder that cannot be made', '/proc/none/app.log', 'ENOENT'],
])('%s: the program goes on, with one warning', async (_, file, code) => {
  for (const nodeOptions of [undefined, WITHOUT]) {
    const env = { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };
    const result = await runProgram({
      file: 'loggers/logs.mjs',
      args: [file],
      env,
      ...(nodeOptions && { nodeOptions }),
    });
    expectOutcome(result, {
      stderr: expect.stringMatching(new RegExp(`^otelier \\[warn\\] Logger: .* got ${code} from .*\n$`)),
    });
    expect(linesOf(result.stdout)).toHaveLength(2);
  }
});

test('a standard output that was closed does not end the program', async () => {
  const script = path.resolve('test/fixtures/loggers/closed-output.mjs');
  const child = spawn(process.execPath, [...WITHOUT, script], { env: { PATH: process.env['PATH'] } });
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  await once(child.stdout, 'data');
  child.stdout.destroy();
  child.stdin.end();
  const [exitCode] = (await once(child, 'close')) as [number];
  expect([exitCode, stderr]).toEqual([
    0,
    expect.stringMatching(/^otelier \[warn\] Logger: expected standard output to be open.*\nlost true\n$/),
  ]);
});
