import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { TemporaryFolder } from '../program/temporary-folder.ts';
import { apart } from './apart.ts';
import { deliver, startReceiver } from './delivery.ts';
import { hanging } from './hanging.ts';
import { bySignal } from './requests.ts';
import { expectShop, expectSignals, expectUndisturbed } from './shop.ts';
import { general, otherSignals, SIGNALS, specific } from './signals.ts';
import { arriving, type VariableCase } from './variable-case.ts';

const timeoutCases: readonly VariableCase[] = [
  ...(['http', 'grpc'] as const).map((transport) =>
    arriving({
      variable: general('TIMEOUT'),
      value: '150',
      about: `${transport}, a Collector that hangs`,
      transport,
      receiver: hanging(),
      warnings: [/cannot deliver telemetry to http:\/\/127\.0\.0\.1:\d+: .*no answer within 150 ms/],
      shows: (delivery) => expectSignals(delivery),
    }),
  ),
  ...SIGNALS.map((signal) =>
    arriving({
      variable: specific(signal, 'TIMEOUT'),
      value: '150',
      about: 'its export hangs',
      receiver: hanging([signal]),
      env: { OTEL_EXPORTER_OTLP_TIMEOUT: '20000' },
      warnings: [/cannot deliver telemetry to .* no answer within 150 ms/],
      shows: (delivery) => expectSignals(delivery, ...otherSignals(signal)),
    }),
  ),
];

const endpointCases: readonly VariableCase[] = [
  arriving({
    variable: general('ENDPOINT'),
    valueAt: ({ url }) => `${url}/`,
    about: 'v1/<signal> is appended, one slash',
    receiver: { path: '/otlp' },
    shows: (delivery) => {
      expectShop(delivery);
      expect(bySignal(delivery, ({ path }) => path)).toEqual({
        traces: ['/otlp/v1/traces'],
        metrics: ['/otlp/v1/metrics'],
        logs: ['/otlp/v1/logs'],
      });
    },
  }),
  arriving({
    variable: general('ENDPOINT'),
    valueAt: ({ url }) => url,
    about: 'grpc takes the http:// URL',
    transport: 'grpc',
    shows: expectShop,
  }),
  ...SIGNALS.map((signal) =>
    apart({
      variables: [specific(signal, 'ENDPOINT')],
      about: 'taken as it is; wins over the general one',
      signals: [signal],
      env: ({ url }) => ({ [specific(signal, 'ENDPOINT')]: `${url}/v1/${signal}` }),
    }),
  ),
];

/** gRPC over a socket in the file system, which leads to a receiver. */
const unixSocketCase: VariableCase = {
  variables: [general('ENDPOINT')],
  about: 'grpc over a Unix socket',
  check: async () => {
    using folder = new TemporaryFolder();
    const path = join(folder.path, 'otlp.sock');
    await using receiver = await startReceiver('grpc');
    const relay = createServer((socket) => {
      const onwards = connect(receiver.port, '127.0.0.1');
      // Each end of the relay goes with the other, or the server would wait for the one that is left.
      socket.on('error', () => {}).on('close', () => onwards.destroy());
      onwards.on('error', () => {}).on('close', () => socket.destroy());
      socket.pipe(onwards).pipe(socket);
    });
    await once(relay.listen(path), 'listening');
    const env = { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: `unix:${path}` };
    const delivery = await deliver({ env });
    await once(relay.close(), 'close');
    expectUndisturbed(delivery);
    expectSignals(receiver.store, ...SIGNALS);
  },
};

/** Where exports go and how long they may take, for all signals and for one. */
export const otlpPlaceCases: readonly VariableCase[] = [...timeoutCases, ...endpointCases, unixSocketCase];
