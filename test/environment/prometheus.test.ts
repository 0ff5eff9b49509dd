import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from '@jest/globals';
import { expectOutcome } from '../program/outcome.ts';
import { Program } from '../program/program.ts';
import { freePort } from '../program/stand-in.ts';
import { onlyMetrics } from './only.ts';
import { prometheusCases, scrape } from './prometheus-cases.ts';
import { testEach } from './variable-case.ts';

testEach(prometheusCases);

test.concurrent('a scraper that keeps its connection open does not keep the program alive', async () => {
  const port = await freePort();
  const env = { ...onlyMetrics('prometheus'), OTEL_EXPORTER_PROMETHEUS_PORT: `${port}` };
  await using program = new Program({ file: 'on-command.mjs', env });
  await scrape('127.0.0.1', port);
  const scraper = connect(port, '127.0.0.1').on('error', () => {});
  scraper.write('GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(scraper, 'data');
  const before = performance.now();
  program.endInput();
  expectOutcome(await program.finished, { stdout: 'ready\nover\n' });
  // Node's HTTP server ends an idle connection after 5 s.
  expect(performance.now() - before).toBeLessThan(4_000);
  scraper.destroy();
});
