// What telemetry costs a request: CPU time of the whole process, requests a second, the 99th percentile of waits, and memory, side by side with peers.
// Needs `npm run build`. usage: node bench/http/http.ts [rounds] [program,program,...] [subject,subject,...]
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { type Measurement, renderMeasurements } from './measurements.ts';
import { createSubjects, type Subject } from './subjects.ts';

const PROGRAMS: Readonly<Record<string, string>> = {
  http: '/orders/4711',
  express: '/orders/4711',
  fastify: '/orders/4711',
  pino: '/orders/4711',
  'http-client': '/orders/4711',
  fetch: '/orders/4711',
};
const WARM_UP = 10_000;
const MEASURED = 20_000;

const [rounds = '2', programs = Object.keys(PROGRAMS).join(), only] = process.argv.slice(2);
const file = (name: string): string => path.join(import.meta.dirname, name);

interface Served {
  readonly child: ChildProcess;
  readonly port: number;
}

/** A Node process that writes its port as its first line. */
async function serve(args: readonly string[], env: NodeJS.ProcessEnv, cwd?: string): Promise<Served> {
  const child = spawn(process.execPath, args, { env, cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('{"port"')) return { child, port: JSON.parse(line).port };
  }
  throw new Error(`${args.join(' ')} ended before it listened`);
}

async function load(port: number, target: string, requests: number): Promise<{ perSecond: number; p99: number }> {
  const args = [file('load.mjs'), String(port), target, String(requests)];
  return JSON.parse(await text(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] }).stdout));
}

interface Report {
  readonly micros: readonly number[];
  readonly megabytes: number;
}

async function measure(subject: Subject, program: string, upstream: string): Promise<Measurement> {
  const env = { PATH: process.env['PATH'], UPSTREAM: upstream, ...subject.env };
  const { child, port } = await serve([...subject.args, file(`programs/${program}.cjs`)], env, subject.folder);
  try {
    const target = PROGRAMS[program] ?? '/';
    await load(port, target, WARM_UP);
    const { perSecond, p99 } = await load(port, target, MEASURED);
    const { micros, megabytes } = (await (await fetch(`http://127.0.0.1:${port}/report`)).json()) as Report;
    const windows = micros.slice(-MEASURED / 1_000).toSorted((a, b) => a - b);
    return { micros: windows[Math.floor(windows.length / 4)] ?? Number.NaN, perSecond, p99, megabytes };
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

const { child: sink, port } = await serve([file('sink.mjs')], {});
const subjects = createSubjects(port).filter(({ name }) => only === undefined || only.split(',').includes(name));
try {
  for (const program of programs.split(',')) {
    const measured = new Map(subjects.map(({ name }): [string, Measurement[]] => [name, []]));
    // Alternating, so that what else the machine does meets all of them.
    for (let round = 0; round < Number(rounds); round++)
      for (const subject of subjects)
        measured.get(subject.name)?.push(await measure(subject, program, `http://127.0.0.1:${port}`));
    console.log(`${program}: ${rounds} rounds, Node ${process.version}\n${renderMeasurements(measured)}\n`);
  }
} finally {
  sink.kill();
}
