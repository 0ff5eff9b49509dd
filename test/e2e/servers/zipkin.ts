import { freeTcpPorts } from './free-ports.ts';
import { poll } from './polling.ts';
import {
  createServerFolder,
  requireServer,
  type ServerProcess,
  startOnFreePorts,
  startServerProcess,
} from './server-process.ts';

// A short life: little memory, quick start instead of fast code, no files in /tmp/hsperfdata_*.
const JVM_FLAGS = ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData'];

/** Zipkin's v2 model, as far as tests look at it. */
export interface ZipkinSpan {
  readonly traceId: string;
  readonly id: string;
  readonly parentId?: string;
  readonly name?: string;
  readonly kind?: 'CLIENT' | 'SERVER' | 'PRODUCER' | 'CONSUMER';
  /** Microseconds since the epoch. */
  readonly timestamp?: number;
  /** Microseconds. */
  readonly duration?: number;
  readonly localEndpoint?: { readonly serviceName?: string };
  readonly remoteEndpoint?: { readonly serviceName?: string };
  readonly annotations?: readonly { readonly timestamp: number; readonly value: string }[];
  readonly tags?: Readonly<Record<string, string>>;
}

export interface Zipkin extends ServerProcess {
  readonly ports: { readonly http: number };
  readonly url: string;
  /** OTEL_EXPORTER_ZIPKIN_ENDPOINT */
  readonly spansUrl: string;
  readonly services: () => Promise<readonly string[]>;
  /** The spans of a trace, once there are at least that many (1 by default). */
  readonly waitForTrace: (traceId: string, spanCount?: number) => Promise<readonly ZipkinSpan[]>;
}

/** Starts the Zipkin server with storage in memory. */
export function startZipkin(): Promise<Zipkin> {
  return startOnFreePorts(async () => {
    const jar = requireServer('zipkin');
    const ports = await freeTcpPorts('http');
    const url = `http://127.0.0.1:${ports.http}`;
    const listener = ['ip=127.0.0.1', `port=${ports.http}`, 'protocols[0]=http'];
    const server = await startServerProcess({
      name: 'Zipkin',
      command: 'java',
      // The listener replaces Zipkin's own, which would be open on every interface.
      args: [...JVM_FLAGS, '-jar', jar, ...listener.map((setting) => `--armeria.ports[0].${setting}`)],
      readyUrl: `${url}/health`,
      // On SIGTERM it takes two seconds.
      stopSignal: 'SIGKILL',
      folder: await createServerFolder('zipkin'),
    });
    return { ...server, ports, url, spansUrl: `${url}/api/v2/spans`, ...queryApi(`${url}/api/v2`) };
  });
}

function queryApi(apiUrl: string): Pick<Zipkin, 'services' | 'waitForTrace'> {
  const read = async (path: string): Promise<unknown> => {
    const answer = await fetch(`${apiUrl}${path}`);
    if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return {
    services: async () => (await read('/services')) as string[],
    waitForTrace: (traceId, spanCount = 1) =>
      poll(async () => (await read(`/trace/${traceId}`)) as ZipkinSpan[], {
        what: `Zipkin to have trace ${traceId} with ${spanCount} spans`,
        until: (spans) => spans.length >= spanCount,
      }),
  };
}
