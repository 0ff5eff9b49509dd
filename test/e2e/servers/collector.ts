import { fileURLToPath } from 'node:url';
import { freeTcpPorts } from './free-ports.ts';
import {
  createServerFolder,
  requireServer,
  type ServerProcess,
  startOnFreePorts,
  startServerProcess,
} from './server-process.ts';

/** The configuration that users run too. */
export const collectorConfigFile = fileURLToPath(new URL('../../../collector-config.yaml', import.meta.url));

export interface CollectorOptions {
  /** Receives OTLP over TLS with this certificate, both protocols; PEM files. */
  readonly tls?: CollectorTls;
  /** The ports of a Collector that has ended, to start its replacement. @default free ones */
  readonly ports?: Collector['ports'];
  /** Merged over the repository's configuration in order: a file's path, or `yaml:` and the text itself. */
  readonly configs?: readonly string[];
  /** SIGKILL for a Collector that dies in the middle of its work. @default 'SIGTERM' */
  readonly stopSignal?: NodeJS.Signals;
  /** Variables of collector-config.yaml, over those that the ports need. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface CollectorTls {
  readonly certFile: string;
  readonly keyFile: string;
  /** Clients have to show a certificate that this authority signed. */
  readonly clientCaFile?: string;
}

export interface Collector extends ServerProcess {
  readonly ports: {
    readonly grpc: number;
    readonly http: number;
    readonly prometheus: number;
    readonly health: number;
  };
  /** OTEL_EXPORTER_OTLP_ENDPOINT for the protocol grpc. */
  readonly grpcUrl: string;
  /** OTEL_EXPORTER_OTLP_ENDPOINT for http/protobuf and http/json. */
  readonly httpUrl: string;
  /** The Collector's Prometheus page. */
  readonly metricsUrl: string;
}

// The Collector's own log drops repeats of a line; a test counts on each. The printed data then also is free of log prefixes.
const COMPLETE_OUTPUT = 'yaml:{exporters: {debug: {use_internal_logger: false}}}';

/** Starts the Collector with the repository's own collector-config.yaml, everything it receives printed in detail. */
export function startCollector(options: CollectorOptions = {}): Promise<Collector> {
  return startOnFreePorts(async () => {
    const command = requireServer('collector');
    const ports = options.ports ?? (await freeTcpPorts('grpc', 'http', 'prometheus', 'health'));
    const configs = [collectorConfigFile, COMPLETE_OUTPUT, ...tlsConfig(options.tls), ...(options.configs ?? [])];
    const server = await startServerProcess({
      name: 'OpenTelemetry Collector',
      command,
      args: configs.flatMap((config) => ['--config', config]),
      env: { ...collectorEnvironment(ports), ...options.env },
      readyUrl: `http://127.0.0.1:${ports.health}/`,
      folder: await createServerFolder('collector'),
      ...(options.stopSignal && { stopSignal: options.stopSignal }),
    });
    const scheme = options.tls === undefined ? 'http' : 'https';
    return {
      ...server,
      ports,
      grpcUrl: `${scheme}://127.0.0.1:${ports.grpc}`,
      httpUrl: `${scheme}://127.0.0.1:${ports.http}`,
      metricsUrl: `http://127.0.0.1:${ports.prometheus}/metrics`,
    };
  });
}

function collectorEnvironment(ports: Collector['ports']): Record<string, string> {
  return {
    OTELIER_COLLECTOR_GRPC_ENDPOINT: `127.0.0.1:${ports.grpc}`,
    OTELIER_COLLECTOR_HTTP_ENDPOINT: `127.0.0.1:${ports.http}`,
    OTELIER_COLLECTOR_PROMETHEUS_ENDPOINT: `127.0.0.1:${ports.prometheus}`,
    OTELIER_COLLECTOR_HEALTH_ENDPOINT: `127.0.0.1:${ports.health}`,
    OTELIER_COLLECTOR_DEBUG_VERBOSITY: 'detailed',
  };
}

function tlsConfig(tls: CollectorTls | undefined): string[] {
  if (tls === undefined) return [];
  const { certFile, keyFile, clientCaFile } = tls;
  const files = { tls: { cert_file: certFile, key_file: keyFile, client_ca_file: clientCaFile } };
  // JSON is YAML, and quotes the paths.
  return [`yaml:${JSON.stringify({ receivers: { otlp: { protocols: { grpc: files, http: files } } } })}`];
}
