// What sampling costs: CPU of each span, serialisation to protobuf included, and the memory of the process, each subject in a process of its own,
// in turns. Logfire is installed outside of the repository:
//   mkdir -p ~/.cache/otelier-bench/sampling && cd ~/.cache/otelier-bench/sampling && npm init -y
//   npm i logfire@0.22.9 @opentelemetry/api@1.9.1 @opentelemetry/sdk-trace-base@2.8.0 @opentelemetry/api-logs@0.219.0 @opentelemetry/semantic-conventions@1.41.1
// usage: node bench/sampling/sampling.ts [rounds]
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { SUBJECTS } from './subjects.ts';

interface Sample {
  readonly nanos: number;
  readonly megabytes: number;
  readonly kept: number;
}

const rounds = Number(process.argv[2] ?? 9);
const subject = path.join(import.meta.dirname, 'subject.ts');
const samples = new Map(Object.keys(SUBJECTS).map((name): [string, Sample[]] => [name, []]));

for (let round = 0; round < rounds; round++) {
  for (const [name, list] of samples) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [subject, name], { encoding: 'utf8' });
    if (status === 0) list.push(JSON.parse(stdout) as Sample);
    else {
      console.error(`${name} is left out: ${/Error: (.*)/.exec(stderr)?.[1]}`);
      samples.delete(name);
    }
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const rows = [...samples].map(([name, list]) => ({
  name,
  nanos: median(list.map(({ nanos }) => nanos)),
  least: Math.min(...list.map(({ nanos }) => nanos)),
  megabytes: median(list.map(({ megabytes }) => megabytes)),
  kept: median(list.map(({ kept }) => kept)),
}));
const [ratio] = rows;
if (ratio === undefined) throw new Error('expected at least one subject');
console.log(`${rounds} rounds, Node ${process.version}: medians (minimums); requests of 5 spans, 1 % of them failing`);
for (const { name, nanos, least, megabytes, kept } of rows)
  console.log(
    `${name.padEnd(38)}${(nanos / 1_000).toFixed(2).padStart(6)} us a span (${(least / 1_000).toFixed(2)})` +
      `  x${(nanos / ratio.nanos).toFixed(2)} (x${(least / ratio.least).toFixed(2)})  ${megabytes.toFixed(0)} MB  ${(kept * 100).toFixed(1)} % of the spans exported`,
  );
