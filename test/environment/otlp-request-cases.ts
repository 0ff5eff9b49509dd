import { expect } from '@jest/globals';
import { bySignal } from './requests.ts';
import { expectShop } from './shop.ts';
import { general, SIGNALS, type SignalName, specific } from './signals.ts';
import { arriving, type VariableCase } from './variable-case.ts';

const CONTENT_TYPES = { 'http/json': 'application/json', 'http/protobuf': 'application/x-protobuf' } as const;

const everySignal = <T>(value: T) => ({ traces: [value], metrics: [value], logs: [value] });

/** One signal differs from the two others. */
const oneSignal = <T>(signal: SignalName, value: T, other: T) => ({ ...everySignal(other), [signal]: [value] });

const protocolCases: readonly VariableCase[] = [
  arriving({
    variable: general('PROTOCOL'),
    value: 'grpc',
    transport: 'grpc',
    shows: (delivery) => {
      expectShop(delivery);
      expect(bySignal(delivery, ({ contentType }) => contentType)).toEqual(everySignal('application/grpc'));
    },
  }),
  ...(['http/protobuf', 'HTTP/JSON'] as const).map((value) =>
    arriving({
      variable: general('PROTOCOL'),
      value,
      shows: (delivery) => {
        expectShop(delivery);
        const expected = CONTENT_TYPES[value.toLowerCase() as keyof typeof CONTENT_TYPES];
        expect(bySignal(delivery, ({ contentType }) => contentType)).toEqual(everySignal(expected));
      },
    }),
  ),
  ...SIGNALS.map((signal) =>
    arriving({
      variable: specific(signal, 'PROTOCOL'),
      value: 'http/json',
      env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' },
      shows: (delivery) => {
        expectShop(delivery);
        expect(bySignal(delivery, ({ contentType }) => contentType)).toEqual(
          oneSignal<string>(signal, 'application/json', 'application/x-protobuf'),
        );
      },
    }),
  ),
];

const compressionCases: readonly VariableCase[] = [
  ...(['http', 'grpc'] as const).map((transport) =>
    arriving({
      variable: general('COMPRESSION'),
      value: 'GZIP',
      about: transport,
      transport,
      shows: (delivery) => {
        expectShop(delivery);
        expect(bySignal(delivery, ({ encoding }) => encoding)).toEqual(everySignal('gzip'));
      },
    }),
  ),
  ...SIGNALS.map((signal) =>
    arriving({
      variable: specific(signal, 'COMPRESSION'),
      value: 'none',
      env: { OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' },
      shows: (delivery) => {
        expectShop(delivery);
        expect(bySignal(delivery, ({ encoding }) => encoding)).toEqual(oneSignal(signal, 'identity', 'gzip'));
      },
    }),
  ),
];

const headersCases: readonly VariableCase[] = [
  ...(['http', 'grpc'] as const).map((transport) =>
    arriving({
      variable: general('HEADERS'),
      value: 'x-tenant=acme%2Fparis, X-Plain = a=b ,',
      about: `${transport}, percent-encoded`,
      transport,
      shows: (delivery) => {
        expectShop(delivery);
        expect(bySignal(delivery, ({ headers }) => headers['x-tenant'])).toEqual(everySignal('acme/paris'));
        expect(bySignal(delivery, ({ headers }) => headers['x-plain'])).toEqual(everySignal('a=b'));
      },
    }),
  ),
  ...SIGNALS.map((signal) =>
    arriving({
      variable: specific(signal, 'HEADERS'),
      value: 'x-both=own,x-own=1',
      about: 'added to those of all signals',
      env: { OTEL_EXPORTER_OTLP_HEADERS: 'x-both=all,x-all=1' },
      shows: (delivery) => {
        expectShop(delivery);
        const seen = bySignal(delivery, ({ headers }) =>
          [headers['x-both'], headers['x-own'], headers['x-all']].join(),
        );
        expect(seen).toEqual(oneSignal(signal, 'own,1,1', 'all,,1'));
      },
    }),
  ),
];

/** What an export looks like: protocol, compression and headers, for all signals and for one. */
export const otlpRequestCases: readonly VariableCase[] = [...protocolCases, ...compressionCases, ...headersCases];
