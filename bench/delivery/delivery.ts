// What arrives in hard times: otelier (built) and the official SDK, in the same run. `npx node bench/delivery/delivery.ts [seconds of the outage [pattern]]`
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSink } from './sink.ts';

const root = path.resolve(import.meta.dirname, '../..');
const SUBJECTS = {
  otelier: ['--import', path.join(root, 'dist/register.cjs')],
  stock: ['--import', path.join(root, 'bench/delivery/stock.mjs')],
};
type Subject = keyof typeof SUBJECTS;

const OUTAGE_SECONDS = Number(process.argv[2] ?? 60);
const QUEUE = 2_048;

interface Result {
  readonly stdout: string;
  readonly millis: number;
}

/** Runs produce.mjs under a subject. */
async function produce(
  subject: Subject,
  args: readonly (string | number)[],
  env: Record<string, string>,
): Promise<Result> {
  const started = performance.now();
  const command = [
    '--expose-gc',
    ...SUBJECTS[subject],
    path.join(root, 'bench/delivery/produce.mjs'),
    ...args.map(String),
  ];
  const child = spawn(process.execPath, command, {
    env: {
      PATH: process.env['PATH'],
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      OTEL_NODE_RESOURCE_DETECTORS: 'none',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  await once(child, 'close');
  return { stdout, millis: performance.now() - started };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await once(server.close(), 'close');
  return port;
}

const share = (delivered: number, created: number): string =>
  `${delivered} of ${created} (${((100 * delivered) / created).toFixed(1)} %)`;

async function outage(subject: Subject, created: number): Promise<string> {
  const port = await freePort();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, OTEL_BSP_MAX_QUEUE_SIZE: `${QUEUE}` };
  const running = produce(subject, ['burst', created, OUTAGE_SECONDS + 15], env);
  await sleep(OUTAGE_SECONDS * 1_000);
  await using sink = await startSink({ port });
  await running;
  return share(sink.counts().delivered, created);
}

async function slow(subject: Subject, env: Record<string, string>): Promise<string> {
  await using sink = await startSink({ delayMillis: 1_000 });
  await produce(subject, ['rate', 2_000, 10, 3], { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url, ...env });
  return share(sink.counts().delivered, 20_000);
}

async function atShutdown(subject: Subject): Promise<string> {
  await using sink = await startSink();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url, OTEL_BSP_MAX_QUEUE_SIZE: '30000' };
  const { millis } = await produce(subject, ['burst', 30_000, 0], env);
  return `${share(sink.counts().delivered, 30_000)}, over after ${Math.round(millis)} ms`;
}

async function heapWhenDown(subject: Subject): Promise<string> {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}` };
  const { stdout } = await produce(subject, ['heap', 20_000, 30], env);
  const [line = '[]'] = stdout.split('\n').filter((text) => text.startsWith('['));
  return `+${(JSON.parse(line) as number[]).join(', +')} MB`;
}

const SCENES: readonly (readonly [string, (subject: Subject) => Promise<string>])[] = [
  [`Collector down ${OUTAGE_SECONDS} s, ${QUEUE} spans created, queue ${QUEUE}`, (subject) => outage(subject, QUEUE)],
  [
    `Collector down ${OUTAGE_SECONDS} s, ${3 * QUEUE} spans created, queue ${QUEUE}`,
    (subject) => outage(subject, 3 * QUEUE),
  ],
  [
    'answers take 1 s, 2,000 spans/s for 10 s, queue 20,000',
    (subject) => slow(subject, { OTEL_BSP_MAX_QUEUE_SIZE: '20000' }),
  ],
  ['answers take 1 s, 2,000 spans/s for 10 s, queue at its default', (subject) => slow(subject, {})],
  ['30,000 spans in the queue at the end', atShutdown],
  ['heap after GC, Collector down, 600,000 spans in 30 s (four times, at the end)', heapWhenDown],
];

const asked = new RegExp(process.argv[3] ?? '');
for (const [title, run] of SCENES.filter(([title]) => asked.test(title))) {
  console.log(title);
  for (const subject of Object.keys(SUBJECTS) as Subject[]) console.log(`  ${subject.padEnd(8)}${await run(subject)}`);
}
