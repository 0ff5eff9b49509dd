import { freeTcpPorts, freeUdpPorts } from './free-ports.ts';
import { createJaegerQuery, type JaegerQuery } from './jaeger-query.ts';
import {
  createServerFolder,
  requireServer,
  type ServerProcess,
  startOnFreePorts,
  startServerProcess,
} from './server-process.ts';

const TCP_FLAGS = {
  query: 'query.http-server.host-port',
  queryGrpc: 'query.grpc-server.host-port',
  admin: 'admin.http.host-port',
  otlpGrpc: 'collector.otlp.grpc.host-port',
  otlpHttp: 'collector.otlp.http.host-port',
  thriftHttp: 'collector.http-server.host-port',
  collectorGrpc: 'collector.grpc-server.host-port',
  agentHttp: 'http-server.host-port',
} as const;
const UDP_FLAGS = {
  agentBinary: 'processor.jaeger-binary.server-host-port',
  agentCompact: 'processor.jaeger-compact.server-host-port',
  agentZipkin: 'processor.zipkin-compact.server-host-port',
} as const;
const FLAGS = { ...TCP_FLAGS, ...UDP_FLAGS };
type JaegerPorts = Readonly<Record<keyof typeof FLAGS, number>>;

export interface Jaeger extends ServerProcess, JaegerQuery {
  /** `agentBinary` is the UDP port for OTEL_EXPORTER_JAEGER_AGENT_PORT of the Node.js exporter (6832 by default). */
  readonly ports: JaegerPorts;
  readonly otlpGrpcUrl: string;
  readonly otlpHttpUrl: string;
  /** OTEL_EXPORTER_JAEGER_ENDPOINT: thrift over HTTP. */
  readonly thriftUrl: string;
  readonly queryUrl: string;
}

/** Starts Jaeger all-in-one with storage in memory and every port moved to a free one. */
export function startJaeger(): Promise<Jaeger> {
  return startOnFreePorts(async () => {
    const command = requireServer('jaeger');
    const ports = { ...(await freeTcpPorts(...namesOf(TCP_FLAGS))), ...(await freeUdpPorts(...namesOf(UDP_FLAGS))) };
    const server = await startServerProcess({
      name: 'Jaeger',
      command,
      args: portArguments(ports),
      readyUrl: `http://127.0.0.1:${ports.admin}/`,
      // On SIGTERM it waits seconds for clients that keep their connections open.
      stopSignal: 'SIGKILL',
      folder: await createServerFolder('jaeger'),
    });
    return { ...server, ...jaegerAddresses(ports), ...createJaegerQuery(`http://127.0.0.1:${ports.query}`) };
  });
}

function portArguments(ports: JaegerPorts): string[] {
  return namesOf(FLAGS).map((name) => `--${FLAGS[name]}=127.0.0.1:${ports[name]}`);
}

function namesOf<Flags extends object>(flags: Flags): (keyof Flags & string)[] {
  return Object.keys(flags) as (keyof Flags & string)[];
}

function jaegerAddresses(ports: JaegerPorts): Omit<Jaeger, keyof ServerProcess | keyof JaegerQuery> {
  return {
    ports,
    otlpGrpcUrl: `http://127.0.0.1:${ports.otlpGrpc}`,
    otlpHttpUrl: `http://127.0.0.1:${ports.otlpHttp}`,
    thriftUrl: `http://127.0.0.1:${ports.thriftHttp}/api/traces`,
    queryUrl: `http://127.0.0.1:${ports.query}`,
  };
}
