import { Certificates } from '../program/certificates.ts';
import type { ProgramEnvironment } from '../program/program.ts';
import { freePort, startHttpStandIn, startTcpStandIn } from '../program/stand-in.ts';
import { startReceiver, type Transport } from './delivery.ts';

/** In no line of what a program prints. */
export const SECRET = 's3cr3t';
export const BOTH: readonly Transport[] = ['http', 'grpc'];

/** What a Collector may turn out to be. Answers the port (and what else the program has to know) and what is to be read about it. */
export interface Surrounding {
  readonly about: string;
  readonly transports: readonly Transport[];
  readonly reason: RegExp | Readonly<Record<Transport, RegExp>>;
  readonly tls?: boolean;
  readonly env?: ProgramEnvironment;
  readonly open: (
    stack: AsyncDisposableStack,
    transport: Transport,
  ) => Promise<{ port: number; env?: ProgramEnvironment }>;
}

const HTML = '<!doctype html><title>It works!</title>';

const answering =
  (status: number, headers: Readonly<Record<string, string>> = {}, body = HTML) =>
  async (stack: AsyncDisposableStack) =>
    stack.use(await startHttpStandIn((response) => response.writeHead(status, headers).end(body)));

/** A receiver with the certificate of a private authority, and that certificate. */
async function openSecured(stack: AsyncDisposableStack, transport: Transport) {
  const certificates = stack.use(new Certificates());
  const { port } = stack.use(await startReceiver(transport, { tls: certificates.tls() }));
  return { port, certificates };
}

/** Places where no telemetry can be delivered. */
export const SURROUNDINGS: readonly Surrounding[] = [
  {
    about: 'nothing listens',
    transports: BOTH,
    reason: /ECONNREFUSED/,
    open: async () => ({ port: await freePort() }),
  },
  {
    about: 'a server that says nothing',
    transports: BOTH,
    env: { OTEL_EXPORTER_OTLP_TIMEOUT: '400' },
    reason: /no answer within 400 ms/,
    open: async (stack) => stack.use(await startTcpStandIn()),
  },
  {
    about: 'a server that hangs up',
    transports: BOTH,
    reason: /connection was reset.*right port and protocol/,
    open: async (stack) => stack.use(await startTcpStandIn((socket) => socket.destroy())),
  },
  {
    about: 'the port of the other protocol',
    transports: BOTH,
    reason: {
      http: /is this the gRPC port|right port and protocol/,
      grpc: /no HTTP\/2 spoken there: is this the HTTP port/,
    },
    open: async (stack, transport) => stack.use(await startReceiver(transport === 'http' ? 'grpc' : 'http')),
  },
  {
    about: 'a web server: HTML with 200',
    transports: BOTH,
    reason: { http: /HTTP 200 with an HTML page: this is no OTLP endpoint/, grpc: /no HTTP\/2 spoken there/ },
    open: answering(200, { 'content-type': 'text/html; charset=utf-8' }),
  },
  {
    about: 'a web server: HTML with 404',
    transports: BOTH,
    reason: { http: /HTTP 404 Not Found/, grpc: /no HTTP\/2 spoken there/ },
    open: answering(404, { 'content-type': 'text/html' }),
  },
  {
    about: 'a server that refuses the credentials',
    transports: ['http'],
    reason: /HTTP 401 Unauthorized/,
    open: answering(401),
  },
  {
    about: 'a server that is overloaded',
    transports: ['http'],
    reason: /HTTP 503 Service Unavailable/,
    open: answering(503, { 'retry-after': '30' }),
  },
  {
    about: 'a server that redirects',
    transports: ['http'],
    reason: /HTTP 302 Found/,
    open: answering(302, { location: `http://127.0.0.1:1/?key=${SECRET}` }),
  },
  {
    about: 'a certificate of an unknown authority',
    transports: BOTH,
    tls: true,
    reason: /certificate is not accepted.*OTEL_EXPORTER_OTLP_CERTIFICATE/,
    open: openSecured,
  },
  {
    about: 'a certificate for another host',
    transports: BOTH,
    tls: true,
    reason: /certificate is not accepted.*ALTNAME/,
    open: async (stack, transport) => {
      const certificates = stack.use(new Certificates({ serverNames: 'DNS:collector.example' }));
      const { port } = stack.use(await startReceiver(transport, { tls: certificates.tls() }));
      return { port, env: { OTEL_EXPORTER_OTLP_CERTIFICATE: certificates.authority.certificateFile } };
    },
  },
  {
    about: 'a server that wants a client certificate',
    transports: BOTH,
    tls: true,
    reason: /.+/,
    open: async (stack, transport) => {
      const certificates = stack.use(new Certificates());
      const { port } = stack.use(await startReceiver(transport, { tls: certificates.tls({ mutual: true }) }));
      return { port, env: { OTEL_EXPORTER_OTLP_CERTIFICATE: certificates.authority.certificateFile } };
    },
  },
  {
    about: 'https:// where no TLS is spoken',
    transports: BOTH,
    tls: true,
    reason: /no TLS spoken there: is the endpoint http:\/\//,
    open: async (stack, transport) => stack.use(await startReceiver(transport)),
  },
  {
    about: 'http:// where TLS is spoken',
    transports: BOTH,
    reason: /.+/,
    open: openSecured,
  },
];
