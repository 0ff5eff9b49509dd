// Start-up: how much longer a process takes to run an empty program. Needs `npm run build`. usage: node bench/startup/startup.ts [rounds]
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const rounds = Number(process.argv[2] ?? 21);
// process.exit: what the end of the process costs is another question.
const PROGRAM = 'process.stdout.write(String(process.memoryUsage.rss())); process.exit(0)';
const SUBJECTS: Readonly<Record<string, readonly string[]>> = {
  'bare node': [],
  otelier: ['--import', path.join(root, 'dist/register.js')],
  'sdk-node': ['--import', path.join(import.meta.dirname, 'sdk-node.mjs')],
};

interface Sample {
  readonly millis: number;
  readonly megabytes: number;
}

function measure(args: readonly string[]): Sample {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args, '-e', PROGRAM], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  const millis = performance.now() - started;
  if (status !== 0) throw new Error(`exit code ${status}: ${stderr}`);
  return { millis, megabytes: Number(stdout) / 1024 / 1024 };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const samples = new Map(Object.keys(SUBJECTS).map((name): [string, Sample[]] => [name, []]));
for (let round = 0; round < rounds; round++)
  for (const [name, args] of Object.entries(SUBJECTS)) samples.get(name)?.push(measure(args));

const bare = median((samples.get('bare node') ?? []).map(({ millis }) => millis));
const ours = median((samples.get('otelier') ?? []).map(({ millis }) => millis)) - bare;
console.log(`${rounds} rounds, Node ${process.version}, medians`);
for (const [name, list] of samples) {
  const millis = median(list.map((sample) => sample.millis));
  const over = millis - bare;
  const ratio = name === 'bare node' ? '' : `  +${over.toFixed(0)} ms over bare, ${(over / ours).toFixed(1)} x otelier`;
  console.log(
    `${name.padEnd(10)} ${millis.toFixed(0).padStart(5)} ms  ${median(list.map((sample) => sample.megabytes))
      .toFixed(0)
      .padStart(4)} MB${ratio}`,
  );
}
