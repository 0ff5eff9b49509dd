// Start-up: how much longer it takes until the application's first line runs, and until the process is over. Needs `npm run build`.
// usage: node bench/startup/startup.ts [rounds]
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { installPeer, PEERS } from './peers.ts';
import { PROGRAMS } from './programs.ts';
import { renderTable, type Sample } from './table.ts';

const root = path.resolve(import.meta.dirname, '../..');
const rounds = Number(process.argv[2] ?? 21);

interface Subject {
  readonly name: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
}

const REGISTER = ['--import', path.join(root, 'dist/register.cjs')];
const SUBJECTS: readonly Subject[] = [
  { name: 'bare node', args: [], folder: root },
  { name: 'otelier', args: REGISTER, folder: root },
  { name: 'otelier, disabled', args: REGISTER, folder: root, env: { OTEL_SDK_DISABLED: 'true' } },
  { name: 'sdk-node', args: ['--import', path.join(import.meta.dirname, 'sdk-node.mjs')], folder: root },
  ...PEERS.flatMap((peer) => {
    const folder = installPeer(peer);
    return folder === undefined ? [] : [{ name: peer.name, args: peer.args, folder }];
  }),
];

function measure({ args, folder, env = {} }: Subject, program: string): Sample {
  // The clock of all processes of a machine.
  const started = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args, '-e', program], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  });
  const ended = process.hrtime.bigint();
  const told = /\{"at":"(\d+)","rss":(\d+)\}/.exec(stdout);
  if (status !== 0 || told === null) throw new Error(`exit code ${status}: ${stderr}`);
  return {
    firstLineMillis: Number(BigInt(told[1] ?? 0) - started) / 1e6,
    wholeMillis: Number(ended - started) / 1e6,
    megabytes: Number(told[2]) / 1024 / 1024,
  };
}

for (const [what, program] of Object.entries(PROGRAMS)) {
  const samples = new Map(SUBJECTS.map(({ name }): [string, Sample[]] => [name, []]));
  // Alternating, so that what else the machine does meets all of them.
  for (let round = 0; round < rounds; round++)
    for (const subject of SUBJECTS) samples.get(subject.name)?.push(measure(subject, program));
  console.log(`${what}: ${rounds} rounds, Node ${process.version}, medians (minimums)\n${renderTable(samples)}\n`);
}
