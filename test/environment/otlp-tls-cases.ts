import type { OtlpReceiver } from '../../src/tools/receiver/otlp-receiver.ts';
import { Certificates } from '../program/certificates.ts';
import type { ProgramEnvironment } from '../program/program.ts';
import { apart } from './apart.ts';
import { startReceiver, type Transport } from './delivery.ts';
import { expectShop } from './shop.ts';
import { general, SIGNALS, type SignalName, specific } from './signals.ts';
import { arriving, type VariableCase } from './variable-case.ts';

const TRANSPORTS = ['http', 'grpc'] as const;

interface Secured {
  readonly variables: readonly string[];
  readonly about: string;
  readonly signals: readonly SignalName[];
  readonly transport: Transport;
  /** The receiver asks for a client certificate. */
  readonly mutual?: boolean;
  /** How the endpoint names the receiver's host. @default 'localhost' */
  readonly host?: string;
  readonly env: (certificates: Certificates, port: number) => ProgramEnvironment;
}

/** Some signals go to a receiver of their own, over TLS under a private authority. */
function secured({ variables, about, signals, transport, env: envFor, ...receiver }: Secured): VariableCase {
  const { mutual = false, host = 'localhost' } = receiver;
  const check = async (): Promise<void> => {
    using certificates = new Certificates();
    const env = ({ port }: OtlpReceiver) => ({
      ...secureEndpoints(signals, `${host}:${port}`, transport),
      ...envFor(certificates, port),
    });
    const start = () => startReceiver(transport, { tls: certificates.tls({ mutual }) });
    await apart({ variables, about, signals, env, start }).check();
  };
  return { variables, about: `${about}, ${transport}`, check };
}

function secureEndpoints(signals: readonly SignalName[], place: string, transport: Transport): ProgramEnvironment {
  const entries = signals.flatMap((signal) => [
    [specific(signal, 'ENDPOINT'), `https://${place}${transport === 'grpc' ? '' : `/v1/${signal}`}`],
    [specific(signal, 'PROTOCOL'), transport === 'grpc' ? 'grpc' : 'http/protobuf'],
  ]);
  return Object.fromEntries(entries);
}

/** A private CA alone, and mTLS; the names of the variables begin with the prefix. */
function certificateCases(prefix: string, signals: readonly SignalName[], transport: Transport): VariableCase[] {
  const [ca, certificate, key] = [`${prefix}CERTIFICATE`, `${prefix}CLIENT_CERTIFICATE`, `${prefix}CLIENT_KEY`];
  return [
    secured({
      variables: [ca],
      about: 'a private CA',
      signals,
      transport,
      env: ({ authority }) => ({ [ca]: authority.certificateFile }),
    }),
    secured({
      variables: [certificate, key],
      about: 'mTLS',
      signals,
      transport,
      mutual: true,
      env: ({ authority, client }) => ({
        [ca]: authority.certificateFile,
        [certificate]: client.certificateFile,
        [key]: client.keyFile,
      }),
    }),
  ];
}

const insecureCases: readonly VariableCase[] = [
  arriving({
    variable: general('INSECURE'),
    value: 'TRUE',
    about: 'an endpoint without scheme',
    transport: 'grpc',
    env: ({ port }) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: `127.0.0.1:${port}` }),
    shows: expectShop,
  }),
  secured({
    variables: [general('INSECURE')],
    about: 'false: an endpoint without scheme is TLS',
    signals: SIGNALS,
    transport: 'grpc',
    env: ({ authority }, port) => ({
      ...Object.fromEntries(SIGNALS.map((signal) => [specific(signal, 'ENDPOINT'), `localhost:${port}`])),
      OTEL_EXPORTER_OTLP_INSECURE: 'False',
      OTEL_EXPORTER_OTLP_CERTIFICATE: authority.certificateFile,
    }),
  }),
  ...SIGNALS.map((signal) =>
    apart({
      variables: [specific(signal, 'INSECURE')],
      about: 'wins over the general one',
      signals: [signal],
      env: ({ port }) => ({
        [general('INSECURE')]: 'false',
        [specific(signal, 'INSECURE')]: 'true',
        [specific(signal, 'PROTOCOL')]: 'grpc',
        [specific(signal, 'ENDPOINT')]: `127.0.0.1:${port}`,
      }),
      start: () => startReceiver('grpc'),
    }),
  ),
];

/** An IP address is no server name, of which Node would print DEP0123 on the application's standard error. */
const byAddressCases = TRANSPORTS.map((transport) =>
  secured({
    variables: [general('CERTIFICATE')],
    about: 'a receiver that is named by its IP address',
    signals: SIGNALS,
    transport,
    host: '127.0.0.1',
    env: ({ authority }) => ({ OTEL_EXPORTER_OTLP_CERTIFICATE: authority.certificateFile }),
  }),
);

/** Whom exports trust and as whom they come, for all signals and for one. */
export const otlpTlsCases: readonly VariableCase[] = [
  ...TRANSPORTS.flatMap((transport) => certificateCases(general(''), SIGNALS, transport)),
  ...SIGNALS.flatMap((signal) => certificateCases(specific(signal, ''), [signal], 'http')),
  ...byAddressCases,
  ...insecureCases,
];
