import { expect, test } from '@jest/globals';
import { Certificates } from '../program/certificates.ts';
import { warningsIn } from '../program/diagnostics.ts';
import { expectOutcome } from '../program/outcome.ts';
import { runProgram } from '../program/run-program.ts';
import { TemporaryFolder } from '../program/temporary-folder.ts';
import { deliver, leadingTo, startReceiver, UNHURRIED } from './delivery.ts';
import { hanging } from './hanging.ts';
import { SHOP_OUTPUT } from './shop.ts';
import { BOTH, SECRET, SURROUNDINGS } from './surroundings.ts';

const CASES = SURROUNDINGS.flatMap((surrounding) =>
  surrounding.transports.map((transport) => [surrounding.about, transport, surrounding] as const),
);

test.concurrent.each(CASES)(
  '%s, %s: one clear line, the application is as it was',
  async (_about, transport, surrounding) => {
    await using stack = new AsyncDisposableStack();
    const { port, env = {} } = await surrounding.open(stack, transport);
    const scheme = surrounding.tls === true ? 'https' : 'http';
    const result = await runProgram({
      file: 'telemetry.mjs',
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: `${scheme}://till:${SECRET}@127.0.0.1:${port}`,
        OTEL_EXPORTER_OTLP_PROTOCOL: transport === 'grpc' ? 'grpc' : 'http/protobuf',
        ...UNHURRIED,
        OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${SECRET},x-key=${SECRET}`,
        ...surrounding.env,
        ...env,
      },
    });
    expectOutcome(result, { stdout: SHOP_OUTPUT });
    expect(result.stderr).not.toContain(SECRET);
    const lines = warningsIn(result.stderr);
    const place = `${scheme}://(\\*{3}@)?127\\.0\\.0\\.1:${port}(/v1/\\w+)?`;
    expect(lines).toEqual([expect.stringMatching(`cannot deliver telemetry to ${place}: `)]);
    const { reason } = surrounding;
    expect(
      /cannot deliver telemetry to \S+: (.*?)\. The (?:application runs on|process has ended)/.exec(
        lines[0] ?? '',
      )?.[1],
    ).toMatch(reason instanceof RegExp ? reason : reason[transport]);
  },
);

test.concurrent.each(BOTH)(
  'a Collector that hangs, %s: the end waits for OTELIER_SHUTDOWN_TIMEOUT and a moment',
  async (transport) => {
    const { result, warnings } = await deliver({
      transport,
      env: { OTELIER_SHUTDOWN_TIMEOUT: '' },
      receiver: hanging(),
    });
    expectOutcome(result, { stdout: SHOP_OUTPUT });
    expect(warnings).toEqual([expect.stringContaining('no answer within 2000 ms (OTELIER_SHUTDOWN_TIMEOUT)')]);
    expect(result.durationMs).toBeGreaterThan(1_900);
    expect(result.durationMs).toBeLessThan(8_000);
  },
);

test.concurrent.each(
  ['not a certificate', ''].flatMap((content) => BOTH.map((transport) => [content, transport] as const)),
)('a CA file with %j in it, %s: one line, the application runs on', async (content, transport) => {
  using certificates = new Certificates();
  using folder = new TemporaryFolder();
  await using receiver = await startReceiver(transport, { tls: certificates.tls() });
  const result = await runProgram({
    file: 'telemetry.mjs',
    env: {
      ...leadingTo(receiver, transport),
      OTEL_EXPORTER_OTLP_ENDPOINT: `https://localhost:${receiver.port}`,
      OTEL_EXPORTER_OTLP_CERTIFICATE: folder.write('broken.pem', content),
    },
  });
  expectOutcome(result, { stdout: SHOP_OUTPUT });
  expect(warningsIn(result.stderr)).toEqual([expect.stringMatching(/certificate/i)]);
});

test.concurrent('a client certificate without its key is said', async () => {
  using certificates = new Certificates();
  const { result, warnings } = await deliver({
    env: { OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: certificates.client.certificateFile },
  });
  expectOutcome(result, { stdout: SHOP_OUTPUT });
  expect(warnings).toEqual([expect.stringContaining('OTEL_EXPORTER_OTLP_CLIENT_KEY')]);
});
