import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { expectOutcome } from '../program/outcome.ts';
import { Program, type ProgramEnvironment } from '../program/program.ts';
import { freePort } from '../program/stand-in.ts';
import { onlyMetrics } from './only.ts';
import type { VariableCase } from './variable-case.ts';

/** `GET /metrics` as a scraper does it: again and again, for nothing says when a program has come so far. */
export async function scrape(host: string, port: number): Promise<string> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const page = await scrapeOnce(host, port);
    if (page !== undefined) return page;
    if (performance.now() > deadline) throw new Error(`nothing answers on ${host}:${port}`);
    await pause(20);
  }
}

async function scrapeOnce(host: string, port: number): Promise<string | undefined> {
  const request = get({ host, port, path: '/metrics', agent: false });
  const [response] = (await once(request, 'response').catch(() => [])) as [IncomingMessage?];
  return response && (await response.setEncoding('utf8').toArray()).join('');
}

interface Scraped {
  readonly answering: readonly string[];
  readonly closed: readonly string[];
}

/** A living program with a Prometheus endpoint at a free port, and the addresses where it is and is not to be found. */
async function checkAddresses(env: ProgramEnvironment, { answering, closed }: Scraped): Promise<void> {
  const port = await freePort();
  const own = { ...onlyMetrics('Prometheus'), OTEL_EXPORTER_PROMETHEUS_PORT: `${port}` };
  await using program = new Program({ file: 'on-command.mjs', env: { ...own, ...env } });
  program.write('count orders\nspan counted\n');
  await program.printed('stdout', /ready/);
  for (const address of answering) expect(await scrape(address, port)).toMatch(/^target_info\{.*"otelier"/m);
  for (const address of closed) expect(await scrapeOnce(address, port)).toBeUndefined();
  program.endInput();
  expectOutcome(await program.finished, { stdout: 'ready\nover\n', stderr: '' });
}

const [LOOPBACK, OTHER] = ['127.0.0.1', '127.0.0.2'] as const;

/** The endpoint that is scraped. */
export const prometheusCases: readonly VariableCase[] = [
  {
    variables: ['OTEL_EXPORTER_PROMETHEUS_PORT', 'OTEL_METRICS_EXPORTER'],
    about: 'listens on 127.0.0.1 and nowhere else',
    check: () => checkAddresses({}, { answering: [LOOPBACK], closed: [OTHER] }),
  },
  {
    variables: ['OTEL_EXPORTER_PROMETHEUS_HOST'],
    about: 'another address',
    check: () => checkAddresses({ OTEL_EXPORTER_PROMETHEUS_HOST: OTHER }, { answering: [OTHER], closed: [LOOPBACK] }),
  },
  {
    variables: ['OTEL_EXPORTER_PROMETHEUS_HOST'],
    about: 'every address',
    check: () =>
      checkAddresses({ OTEL_EXPORTER_PROMETHEUS_HOST: '0.0.0.0' }, { answering: [LOOPBACK, OTHER], closed: [] }),
  },
  {
    variables: ['OTEL_METRICS_EXPORTER'],
    about: '"prometheus", the value of a counter',
    check: async () => {
      const port = await freePort();
      const env = {
        ...onlyMetrics('prometheus'),
        OTEL_LOGS_EXPORTER: 'console',
        OTEL_EXPORTER_PROMETHEUS_PORT: `${port}`,
      };
      await using program = new Program({ file: 'on-command.mjs', env });
      program.write('count orders\nlog counted\n');
      await program.printed('stdout', /counted/);
      expect(await scrape(LOOPBACK, port)).toMatch(/^orders_total(\{[^}]*\})? 1( \d+)?$/m);
      program.endInput();
      expectOutcome(await program.finished, { stderr: '' });
    },
  },
];
