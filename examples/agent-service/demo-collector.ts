/** The Collector that the user's environment names, if it names one. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { maskUrl } from '../../src/foundation/diagnostics/masking.ts';

export interface CollectorEndpoint {
  readonly variable: string;
  readonly url: string;
}

const endpointVariables = ['', 'TRACES_', 'METRICS_', 'LOGS_'].map((signal) => `OTEL_EXPORTER_OTLP_${signal}ENDPOINT`);

export function readCollectorEndpoints(environment: Readonly<NodeJS.ProcessEnv>): CollectorEndpoint[] {
  return endpointVariables.flatMap((variable) => {
    const url = environment[variable];
    return url ? [{ variable, url }] : [];
  });
}

/** Safe to print: credentials are masked. */
export function describeEndpoint({ variable, url }: CollectorEndpoint): string {
  return `${variable}=${maskUrl(url)}`;
}

const CONNECT_LIMIT_MILLIS = 5_000;

/** Rejects when nothing accepts connections there: better than a demo whose telemetry is lost. */
export async function checkCollector(endpoint: CollectorEndpoint): Promise<void> {
  const { hostname, port, protocol } = parseEndpoint(endpoint);
  const host = hostname.replace(/^\[|\]$/g, '');
  const socket = connect({ host, port: Number(port || (protocol === 'https:' ? 443 : 80)) });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT_LIMIT_MILLIS) });
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'no answer';
    throw new Error(
      `no Collector answers at ${describeEndpoint(endpoint)} (${reason}); without it the demo receives itself`,
    );
  } finally {
    socket.destroy();
  }
}

/** gRPC exporters take an address without a scheme too. */
function parseEndpoint(endpoint: CollectorEndpoint): URL {
  const { url } = endpoint;
  const parsed = URL.parse(url.includes('://') ? url : `http://${url}`);
  if (!parsed) throw new Error(`expected a URL, got ${describeEndpoint(endpoint)}`);
  return parsed;
}
