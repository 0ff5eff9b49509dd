import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { type ProgramEnvironment, REGISTER } from '../program/program.ts';
import { freePort } from '../program/stand-in.ts';
import { ONLY } from './inline.ts';

const PROGRAM = `
  import { trace } from '@opentelemetry/api';
  console.log('begin');
  trace.getTracer('test').startSpan('work').end();
  await new Promise((resolve) => setTimeout(resolve, 300));
  console.log('end');
`;

/** Runs the program with a standard error whose reader is gone before it writes. */
async function expectUndisturbed(env: ProgramEnvironment): Promise<void> {
  const child = spawn(process.execPath, ['--import', REGISTER, '--input-type=module', '-e', PROGRAM], {
    env: { PATH: process.env['PATH'], ...ONLY.traces, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 30_000,
    killSignal: 'SIGKILL',
  });
  child.stderr.destroy();
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  const [code, signal] = await once(child, 'close');
  expect({ code, signal, stdout }).toEqual({ code: 0, signal: null, stdout: 'begin\nend\n' });
}

describe('closed standard error', () => {
  test('does not end the application on one warning', () =>
    expectUndisturbed({ OTEL_LOG_LEVEL: 'loud', OTEL_TRACES_EXPORTER: 'none' }));

  test('does not end the application on two warnings at once', () =>
    expectUndisturbed({ OTEL_LOG_LEVEL: 'loud', OTEL_TRACES_EXPORTER: 'zipkn,none' }));

  // The later line ends it with code 1: an unhandled 'error' event of process.stderr, EPIPE. A Console swallows but the first.
  test('does not end the application on a warning and a later one', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    await expectUndisturbed({ OTEL_LOG_LEVEL: 'loud', OTEL_EXPORTER_OTLP_ENDPOINT: url });
  });
});
