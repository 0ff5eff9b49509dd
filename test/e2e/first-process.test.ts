import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type OtlpReceiver, startOtlpReceiver } from '../../src/tools/receiver/otlp-receiver.ts';
import { REGISTER } from '../program/program.ts';

const PROGRAM = fileURLToPath(new URL('./programs/first-process.mjs', import.meta.url));

/** The program as the first process of a PID namespace of its own, as in a container; needs the rights for `unshare`. */
function startAsFirst(nodeOptions: readonly string[], env: Readonly<Record<string, string>>) {
  const command = ['--pid', '--fork', '--kill-child', process.execPath, ...nodeOptions, PROGRAM];
  return spawn('unshare', command, {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

const started = new Set<ReturnType<typeof spawn>>();
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
});

/** It signals itself, as a container runtime would signal it from outside, and prints how that went. */
async function run(nodeOptions: readonly string[], receiver: OtlpReceiver): Promise<{ code: unknown; stdout: string }> {
  const child = startAsFirst(nodeOptions, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_LOG_LEVEL: 'warn' });
  started.add(child);
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  const [code] = await once(child, 'close');
  return { code, stdout };
}

describe('PID 1', () => {
  test('sends the queued telemetry on a signal without a handler, and works on', async () => {
    await using receiver = await startOtlpReceiver();
    const plain = await run([], receiver);
    const ours = await run(['--import', REGISTER], receiver);
    expect(plain).toEqual({ code: 0, stdout: 'pid 1\nstill there after SIGTERM\nstill there after SIGINT\n' });
    expect(ours).toEqual(plain);
    expect(receiver.store.spans.map(({ name }) => name)).toEqual(['before SIGTERM', 'before SIGINT', 'after both']);
    const [first, second] = receiver.requests.filter(({ signal }) => signal === 'traces');
    expect([first, second]).toHaveLength(2);
  });
});
