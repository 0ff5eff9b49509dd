import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freeTcpPorts } from './free-ports.ts';
import { poll } from './polling.ts';
import {
  createServerFolder,
  requireServer,
  type ServerProcess,
  startOnFreePorts,
  startServerProcess,
} from './server-process.ts';

export interface PrometheusOptions {
  /** host:port of each program to scrape. */
  readonly targets: readonly string[];
  /** @default '/metrics' */
  readonly metricsPath?: string;
}

export interface PrometheusSample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Prometheus extends ServerProcess {
  readonly ports: { readonly http: number };
  readonly url: string;
  /** The instant vector (or scalar) that a PromQL expression gives now. */
  readonly query: (expression: string) => Promise<readonly PrometheusSample[]>;
  /** The same, once it is not empty. */
  readonly waitForQuery: (expression: string) => Promise<readonly PrometheusSample[]>;
}

/** Starts Prometheus, scraping the targets every second. */
export function startPrometheus(options: PrometheusOptions): Promise<Prometheus> {
  return startOnFreePorts(async () => {
    const command = requireServer('prometheus');
    const ports = await freeTcpPorts('http');
    const url = `http://127.0.0.1:${ports.http}`;
    const folder = await createServerFolder('prometheus');
    await writeFile(path.join(folder, 'prometheus.yml'), scrapeConfig(options));
    const address = `--web.listen-address=127.0.0.1:${ports.http}`;
    const server = await startServerProcess({
      name: 'Prometheus',
      command,
      args: ['--config.file=prometheus.yml', '--storage.tsdb.path=data', address],
      readyUrl: `${url}/-/ready`,
      folder,
    });
    return { ...server, ports, url, ...queryApi(url) };
  });
}

// JSON is YAML.
function scrapeConfig({ targets, metricsPath = '/metrics' }: PrometheusOptions): string {
  return JSON.stringify({
    global: { scrape_interval: '1s', scrape_timeout: '1s' },
    scrape_configs: [{ job_name: 'otelier-test', metrics_path: metricsPath, static_configs: [{ targets }] }],
  });
}

interface QueryAnswer {
  readonly data: { readonly resultType: string; readonly result: unknown };
}

function queryApi(url: string): Pick<Prometheus, 'query' | 'waitForQuery'> {
  const query = async (expression: string): Promise<PrometheusSample[]> => {
    const answer = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query: expression })}`);
    if (!answer.ok) throw new Error(`query ${expression}: ${answer.status} ${await answer.text()}`);
    return readSamples(((await answer.json()) as QueryAnswer).data);
  };
  const waitForQuery = (expression: string): Promise<readonly PrometheusSample[]> =>
    poll(() => query(expression), { what: `a result of ${expression}`, until: (samples) => samples.length > 0 });
  return { query, waitForQuery };
}

type Point = readonly [seconds: number, value: string];

function readSamples({ resultType, result }: QueryAnswer['data']): PrometheusSample[] {
  if (resultType === 'scalar') return [{ metric: {}, value: Number((result as Point)[1]) }];
  const series = result as { readonly metric: Record<string, string>; readonly value: Point }[];
  return series.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
}
