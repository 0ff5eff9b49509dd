import path from 'node:path';
import { installPeer, PEERS } from '../startup/peers.ts';

/** A way to run a program with telemetry on. */
export interface Subject {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where `--import` finds the package. */
  readonly folder: string;
}

const root = path.resolve(import.meta.dirname, '../..');
const REGISTER = ['--import', path.join(root, 'dist/register.cjs')];
const COMPARED: readonly string[] = ['auto-instrumentations', 'Elastic', 'dd-trace'];

/** Bare Node, otelier, and its peers, all exporting to the sink at `port`.  */
export function createSubjects(port: number): readonly Subject[] {
  const otlp = {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_SERVICE_NAME: 'bench',
  };
  return [
    { name: 'bare node', args: [], env: {}, folder: root },
    { name: 'otelier', args: REGISTER, env: otlp, folder: root },
    { name: 'otelier production', args: REGISTER, env: { ...otlp, OTELIER_PRESET: 'production' }, folder: root },
    { name: 'otelier official-http', args: REGISTER, env: { ...otlp, OTELIER_HTTP: 'official' }, folder: root },
    ...PEERS.filter(({ name }) => COMPARED.includes(name)).flatMap((peer): Subject[] => {
      const folder = installPeer(peer);
      if (folder === undefined) return [];
      const datadog = {
        DD_TRACE_AGENT_URL: `http://127.0.0.1:${port}`,
        DD_LOGS_INJECTION: 'true',
        DD_SERVICE: 'bench',
      };
      return [{ name: peer.name, args: peer.args, env: peer.name === 'dd-trace' ? datadog : otlp, folder }];
    }),
  ];
}
