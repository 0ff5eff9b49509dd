import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { deliver } from '../environment/delivery.ts';
import { SHOP_OUTPUT } from '../environment/shop.ts';
import { warningsIn } from '../program/diagnostics.ts';
import { expectOutcome } from '../program/outcome.ts';
import { CLI } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';

const VARIABLE = 'OTEL_EXPORTER_OTLP_CLIENT_KEY';
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const PEM = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
/** The lines between BEGIN and END. */
const BASE64 = PEM.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));

function expectNoKey(output: string): void {
  for (const line of BASE64) expect(output).not.toContain(line.slice(0, 20));
}

describe('messages', () => {
  test.concurrent.each([
    ['PEM text', PEM],
    ['PEM text with its line breaks escaped', PEM.replaceAll('\n', '\\n')],
  ])('warn once about %s instead of a path, and never print it', async (_, value) => {
    const env = { [VARIABLE]: value, OTEL_LOG_LEVEL: 'debug' };
    const { result } = await deliver({ env });
    expectOutcome(result, { stdout: SHOP_OUTPUT });
    expect(warningsIn(result.stderr)).toEqual([expect.stringContaining(VARIABLE)]);
    expectNoKey(result.stderr);
    for (const args of [['config'], ['config', '--json']]) {
      const { exitCode, stdout, stderr } = await runProgram({ file: CLI, args, nodeOptions: [], env });
      expect(exitCode).toBe(0);
      expect(stdout).toContain(VARIABLE);
      expectNoKey(stdout + stderr);
    }
  });

  /** The request's headers as the Collector echoes them. */
  async function stderrOfRefused(logLevel: string): Promise<string> {
    const { result, requests } = await deliver({
      transport: 'grpc',
      env: { OTEL_EXPORTER_OTLP_HEADERS: 'api-key=s3cr3t', OTEL_LOG_LEVEL: logLevel },
      receiver: { respond: ({ headers }) => ({ status: 16, body: `no such key: ${headers['api-key']}` }) },
    });
    expectOutcome(result, { stdout: SHOP_OUTPUT });
    expect(requests[0]?.headers['api-key']).toBe('s3cr3t');
    return result.stderr;
  }

  test.concurrent('do not print a key that a gRPC server echoes in its refusal', async () => {
    const stderr = await stderrOfRefused('info');
    expect(warningsIn(stderr)).toEqual([expect.stringContaining('UNAUTHENTICATED')]);
    expect(stderr).not.toContain('s3cr3t');
  });

  // handleSdkErrors writes errors of the SDK unchanged.
  test('do not print it at the level debug either', async () => {
    expect(await stderrOfRefused('debug')).not.toContain('s3cr3t');
  });
});
