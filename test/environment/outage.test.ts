import { expect, test } from '@jest/globals';
import { warningsIn } from '../program/diagnostics.ts';
import { expectOutcome } from '../program/outcome.ts';
import { Program } from '../program/program.ts';
import { freePort } from '../program/stand-in.ts';
import { deliver, startReceiver, UNHURRIED } from './delivery.ts';
import { SHOP_OUTPUT } from './shop.ts';
import { BOTH } from './surroundings.ts';

/** Each span and each log record is an export of its own. */
const ONE_BY_ONE = { ...UNHURRIED, OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '1', OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '1' };

test.concurrent.each(BOTH)(
  '%s: an outage is said once, however many tries fail, and so is its end; nothing is lost',
  async (transport) => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    await using program = new Program({
      file: 'on-command.mjs',
      env: {
        ...ONE_BY_ONE,
        OTEL_LOG_LEVEL: 'debug',
        OTEL_EXPORTER_OTLP_ENDPOINT: url,
        OTEL_EXPORTER_OTLP_PROTOCOL: transport === 'grpc' ? 'grpc' : 'http/protobuf',
        OTEL_EXPORTER_OTLP_TIMEOUT: '25000',
      },
    });
    program.write('log kept\nspan kept\n'.repeat(3));
    await program.printed('stderr', /(\[debug\] [^\n]*ECONNREFUSED[\s\S]*?){3}/);
    await using receiver = await startReceiver(transport, { port });
    await receiver.waitFor(({ logs, spans }) => logs.length === 3 && spans.length === 3);
    await program.printed('stderr', /again/);
    program.endInput();
    const { stderr } = await program.finished;
    expect(warningsIn(stderr)).toEqual([
      expect.stringContaining(`cannot deliver telemetry to ${url}`),
      `telemetry reaches ${url} again`,
    ]);
  },
);

test.concurrent('a backend that takes one signal only is said once', async () => {
  await using receiver = await startReceiver('http', {
    respond: ({ signal }) => (signal === 'traces' ? { status: 404 } : undefined),
  });
  await using program = new Program({
    file: 'on-command.mjs',
    env: { ...ONE_BY_ONE, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
  });
  const refusals = (): number => receiver.requests.filter(({ status }) => status === 404).length;
  for (let round = 1; round <= 5; round++) {
    program.write('span refused\n');
    await receiver.waitFor(() => refusals() === round);
    program.write('log taken\n');
    await receiver.waitFor(({ logs }) => logs.length === round);
  }
  program.endInput();
  const { stderr } = await program.finished;
  expect(warningsIn(stderr)).toEqual([expect.stringContaining('HTTP 404')]);
});

/** Answers that refuse the request are not sent again, those that ask for patience are. https://opentelemetry.io/docs/specs/otlp/#failures */
test.concurrent.each(BOTH)('%s: a short outage loses nothing', async (transport) => {
  let left = 2;
  const { result, spans, metrics, logs, requests } = await deliver({
    transport,
    receiver: {
      respond: () => {
        if (left === 0) return undefined;
        left--;
        return { status: transport === 'grpc' ? 14 : 503 };
      },
    },
  });
  expectOutcome(result, { stdout: SHOP_OUTPUT });
  expect([spans.length, metrics.length, logs.length]).toEqual([2, 4, 1]);
  expect(requests).toHaveLength(5);
});
