// How long a scrape of 100,000 series blocks the event loop, beside the official exporter with the same metrics, in turns.
// usage: node bench/prometheus/scrape.ts [rounds]
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider, type MetricReader } from '@opentelemetry/sdk-metrics';
import { createRedactor } from '../../src/foundation/redaction/redactor.ts';
import { createPrometheusReader } from '../../src/pipeline/exporters/prometheus/scrape-endpoint.ts';
import { Redaction } from '../../src/pipeline/processors/redaction.ts';

const SERIES = 100_000;
/** The SDK's limit is 2,000 for each instrument. */
const PER_INSTRUMENT = 2_000;
const HOST = '127.0.0.1';
const rounds = Number(process.argv[2] ?? 5);

// The scraper has a thread of its own: it must not take turns of the event loop that is measured.
const SCRAPER = `
  const { parentPort } = require('node:worker_threads');
  const { get } = require('node:http');
  parentPort.on('message', (port) => {
    get({ host: '${HOST}', port, path: '/metrics', agent: false }, (response) => {
      let bytes = 0;
      response.on('data', (chunk) => { bytes += chunk.length; }).on('end', () => parentPort.postMessage(bytes));
    });
  });
`;
const scraper = new Worker(SCRAPER, { eval: true });

function fill(reader: MetricReader): void {
  const meter = new MeterProvider({ readers: [reader] }).getMeter('bench');
  for (let number = 0; number < SERIES / PER_INSTRUMENT; number++) {
    const counter = meter.createCounter(`bench.counter.${number}`);
    for (let series = 0; series < PER_INSTRUMENT; series++)
      counter.add(1, { 'http.route': `/orders/${series}`, 'http.request.method': 'GET', code: 200 });
  }
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Resolves to the longest delay in ms, and how long the scrape took. */
async function measure(port: number): Promise<{ blockedMillis: number; millis: number; mebibytes: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const started = performance.now();
  scraper.postMessage(port);
  const [bytes] = (await once(scraper, 'message')) as [number];
  const millis = performance.now() - started;
  // A delay is recorded by the timer after it.
  await pause(20);
  delay.disable();
  return { blockedMillis: delay.max / 1e6, millis, mebibytes: bytes / 1_048_576 };
}

const [ownPort, redactedPort, officialPort] = [await freePort(), await freePort(), await freePort()];
const redaction = new Redaction(createRedactor());
const subjects = [
  ['otelier', ownPort, createPrometheusReader({ host: HOST, port: ownPort })],
  ['otelier, redacting', redactedPort, createPrometheusReader({ host: HOST, port: redactedPort }, redaction.metrics)],
  ['official exporter', officialPort, new PrometheusExporter({ host: HOST, port: officialPort })],
] as const;
for (const [, , reader] of subjects) fill(reader);
await pause(200);

const longest = new Map<string, number>();
for (let round = 0; round < rounds; round++)
  for (const [name, port] of subjects) {
    const { blockedMillis, millis, mebibytes } = await measure(port);
    longest.set(name, Math.max(longest.get(name) ?? 0, blockedMillis));
    console.log(
      `${name.padEnd(20)} blocked ${blockedMillis.toFixed(0).padStart(4)} ms of ${millis.toFixed(0).padStart(5)} ms, ${mebibytes.toFixed(1)} MiB`,
    );
    await pause(100);
  }
const own = longest.get('otelier, redacting') ?? Number.NaN;
const official = longest.get('official exporter') ?? Number.NaN;
console.log(
  `longest block: ${own.toFixed(0)} ms, official ${official.toFixed(0)} ms: 1/${(official / own).toFixed(1)} of it`,
);
await scraper.terminate();
process.exit();
