import { expect, test } from '@jest/globals';
import { expectOutcome } from '../program/outcome.ts';
import { REGISTER } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';
import { deliver, deliveryOf, leadingTo, namesOf, startReceiver } from './delivery.ts';
import { expectShop, expectSignals, expectUndisturbed } from './shop.ts';

const FILES = ['telemetry.mjs', 'telemetry.cjs'];
const PROTOCOLS = ['grpc', 'http/protobuf', 'http/json'];
const PRELOADS = ['--import', '-r'];

test.concurrent.each(FILES.flatMap((file) => PROTOCOLS.map((protocol) => [file, protocol] as const)))(
  '%s over %s: what is pending at the natural end arrives',
  async (file, protocol) => {
    const transport = protocol === 'grpc' ? 'grpc' : 'http';
    const delivery = await deliver({ file, transport, env: { OTEL_EXPORTER_OTLP_PROTOCOL: protocol } });
    expectUndisturbed(delivery);
    expectShop(delivery);
  },
);

test.concurrent.each(FILES.flatMap((file) => PRELOADS.map((flag) => [flag, file] as const)))(
  '%s %s',
  async (flag, file) => {
    const delivery = await deliver({ file, nodeOptions: [flag, REGISTER] });
    expectUndisturbed(delivery);
    expectShop(delivery);
  },
);

test.concurrent.each(['http', 'grpc'] as const)('%s: a long queue arrives as a whole', async (transport) => {
  const delivery = await deliver({ file: 'bulk.mjs', args: ['2000'], transport });
  expectUndisturbed(delivery, 'bulk: 2000 done\n');
  expect([delivery.spans.length, delivery.logs.length]).toEqual([2_000, 2_000]);
});

test.concurrent('exit code and output of the application are its own', async () => {
  const { result, spans } = await deliver({ file: 'fails.mjs' });
  expectOutcome(result, { exitCode: 3, stdout: 'fails: done\n', stderr: 'fails: bad input\n' });
  expect(namesOf(spans)).toEqual(['failed']);
});

test.concurrent('without otelier the programs print the same', async () => {
  for (const file of FILES) {
    const result = await runProgram({ file, nodeOptions: [] });
    expectOutcome(result, { stdout: 'shop: done\n', stderr: '' });
  }
});

test.concurrent('a worker thread starts no second SDK', async () => {
  const { result, spans, requests } = await deliver({ file: 'with-worker.mjs' });
  expectOutcome(result, { stdout: 'with-worker: done\n', stderr: '' });
  expect(namesOf(spans)).toEqual(['main']);
  expect(requests.filter(({ signal }) => signal === 'traces')).toHaveLength(1);
});

test.concurrent.each(
  (['SIGTERM', 'SIGINT'] as const).flatMap((name) =>
    (['http', 'grpc'] as const).map((transport) => [name, transport] as const),
  ),
)('%s, %s: what is pending arrives, then the process dies of it', async (name, transport) => {
  await using receiver = await startReceiver(transport);
  const result = await runProgram({
    file: 'waits.mjs',
    env: leadingTo(receiver, transport),
    signal: { name, after: /ready/ },
  });
  expectOutcome(result, { exitCode: null, signal: name, stdout: 'ready\n', stderr: '' });
  expectSignals(deliveryOf(result, receiver), 'traces', 'metrics', 'logs');
});

test.concurrent('SIGTERM is left to an application that handles it', async () => {
  await using receiver = await startReceiver('http');
  const result = await runProgram({
    file: 'waits.mjs',
    args: ['own'],
    env: leadingTo(receiver),
    signal: { name: 'SIGTERM', after: /ready/ },
  });
  expectOutcome(result, { stdout: 'ready\nown handler\n', stderr: '' });
  const delivery = deliveryOf(result, receiver);
  expectSignals(delivery, 'traces', 'metrics', 'logs');
  expect([delivery.spans.length, delivery.logs.length]).toEqual([1, 1]);
});
