import { afterEach, describe, expect, test } from '@jest/globals';
import { closeServers, serveSilence } from '../local-server.ts';
import { runProgram, sourceUrl } from '../programs.ts';
import { GRPC, OK, serveAnswer, transportTo } from './grpc-calls.ts';

afterEach(closeServers);

const data = Buffer.from('telemetry');

describe('GrpcTransport at its end', () => {
  test.each(['none', 'gzip'] as const)('ends calls in progress at shutdown (compression %s)', async (compression) => {
    const { url } = await serveSilence();
    const transport = transportTo(url, { compression });
    const sent = Promise.all([transport.send(data, 5_000), transport.send(data, 5_000)]);
    const before = performance.now();
    transport.shutdown();
    expect((await sent).map(({ status }) => status)).toEqual(['failure', 'failure']);
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  test('ends a call whose response has begun', async () => {
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    const { url } = await serveAnswer((stream) => {
      stream.respond(GRPC);
      stream.write('begun', () => resolve());
    });
    const transport = transportTo(url);
    const sent = transport.send(data, 60_000);
    await begun;
    transport.shutdown();
    expect(await sent).toMatchObject({ status: 'failure' });
  });

  test('sends nothing after shutdown', async () => {
    let calls = 0;
    const { url } = await serveAnswer(() => void calls++);
    const transport = transportTo(url);
    transport.shutdown();
    expect(await transport.send(data, 1_000)).toMatchObject({ status: 'failure' });
    expect(calls).toBe(0);
  });

  const send = (url: string, count: number) => `
  import { parseGrpcAddress } from ${sourceUrl('src/pipeline/exporters/grpc/grpc-address.ts')};
  import { GrpcTransport } from ${sourceUrl('src/pipeline/exporters/grpc/grpc-transport.ts')};
  import { RetryingTransport } from ${sourceUrl('src/pipeline/exporters/transport/retrying-transport.ts')};
  const options = { address: parseGrpcAddress('${url}'), path: '/x', metadata: {}, compression: 'none', tls: {} };
  const transport = new RetryingTransport(new GrpcTransport(options), () => {});
  for (let index = 0; index < ${count}; index++) void transport.send(Buffer.from('x'), 8_000);
  await new Promise((resolve) => setTimeout(resolve, 500));
  console.log('end');
`;

  test.each([
    ['a server that never says anything', serveSilence],
    ['an answer that never comes', () => serveAnswer(() => {})],
    [
      'a pause between two tries',
      () => serveAnswer((stream) => stream.respond({ ...OK, 'grpc-status': '14' }, { endStream: true })),
    ],
    ['an idle connection', () => serveAnswer((stream) => stream.respond(OK, { endStream: true }))],
  ])('does not keep a process alive: %s', async (_, start) => {
    const { url } = await start();
    const { code, stdout, stderr, millis } = await runProgram(send(url, 3));
    expect([code, stdout, stderr]).toEqual([0, 'end\n', '']);
    expect(millis).toBeLessThan(4_000);
  });

  test('loads node:http2 with the first call', async () => {
    const { url } = await serveSilence();
    const { stdout } = await runProgram(`
    import { parseGrpcAddress } from ${sourceUrl('src/pipeline/exporters/grpc/grpc-address.ts')};
    import { GrpcTransport } from ${sourceUrl('src/pipeline/exporters/grpc/grpc-transport.ts')};
    const isLoaded = () => process.moduleLoadList.includes('NativeModule http2');
    const options = { address: parseGrpcAddress('${url}'), path: '/x', metadata: {}, compression: 'none', tls: {} };
    const transport = new GrpcTransport(options);
    const before = isLoaded();
    void transport.send(Buffer.from('x'), 1_000);
    await new Promise((resolve) => setImmediate(resolve));
    console.log(before, isLoaded());
  `);
    expect(stdout).toBe('false true\n');
  });
});
