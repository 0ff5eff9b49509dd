import { describe, expect, test } from '@jest/globals';
import { startReceiver } from '../environment/delivery.ts';
import { hanging } from '../environment/hanging.ts';
import { REGISTER } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';

const ENDS = ['natural', 'process.exit', 'throw'];
const PRELOADS = [
  { about: 'without otelier/register', nodeOptions: [] },
  { about: 'with otelier/register', nodeOptions: ['--import', REGISTER] },
];
const NOTHING_ELSE = { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };
const CASES = PRELOADS.flatMap((preload) => ENDS.map((end) => ({ ...preload, end })));

describe('OpenTelemetryExporter', () => {
  test.concurrent.each(CASES)('delivers its records at the end of the process: $end, $about', async (given) => {
    await using receiver = await startReceiver('http');
    const { stderr } = await runProgram({
      file: 'exports-records.mjs',
      args: [given.end],
      nodeOptions: given.nodeOptions,
      env: { ...NOTHING_ELSE, RECORDS_ENDPOINT: receiver.url, OTELIER_SHUTDOWN_TIMEOUT: '30000' },
    });
    expect(stderr).not.toMatch(/^otelier /m);
    const { spans, metrics } = receiver.store;
    expect(spans.map(({ name }) => name)).toEqual(['l0.stream']);
    expect(metrics.filter(({ name }) => name === 'l0.requests')).toMatchObject([{ points: [{ value: 1 }] }]);
  });

  test.concurrent('a Collector that hangs holds the process for the shutdown timeout only', async () => {
    await using receiver = await startReceiver('http', hanging());
    const { stderr, exitCode, durationMs } = await runProgram({
      file: 'exports-records.mjs',
      args: ['natural'],
      env: { ...NOTHING_ELSE, RECORDS_ENDPOINT: receiver.url, OTELIER_SHUTDOWN_TIMEOUT: '500' },
    });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/no answer within 500 ms .*lost: 1 span, \d+ metrics/);
    expect(durationMs).toBeLessThan(20_000);
  });
});
