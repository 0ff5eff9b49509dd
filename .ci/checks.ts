import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

// Runs all groups of checks, or those that are named: `node .ci/checks.ts quick package end-to-end`.
const GROUPS = ['quick', 'package', 'end-to-end'] as const;

interface Check {
  readonly group: (typeof GROUPS)[number];
  readonly name: string;
  readonly command: readonly string[];
  /** A Jest suite, whose tests are counted and may not be skipped. Any other command counts as one test. */
  readonly suite?: boolean;
}

const CHECKS: readonly Check[] = [
  { group: 'quick', name: 'tests', command: ['npm', 'test'], suite: true },
  { group: 'quick', name: 'lint', command: ['npm', 'run', 'lint'] },
  { group: 'quick', name: 'types', command: ['npm', 'run', 'typecheck'] },
  { group: 'package', name: 'build', command: ['npm', 'run', 'build'] },
  { group: 'package', name: 'package', command: ['npm', 'run', 'test:package'], suite: true },
  { group: 'end-to-end', name: 'servers', command: ['npm', 'run', 'servers'] },
  { group: 'end-to-end', name: 'end to end', command: ['npm', 'run', 'test:e2e'], suite: true },
];

interface Count {
  readonly passed: number;
  readonly failed: number;
}

interface Result extends Count {
  readonly seconds: number;
}

async function run({ name, command, suite = false }: Check): Promise<Result> {
  console.log(`\n=== ${name}: ${command.join(' ')}`);
  const started = performance.now();
  const { exitCode, summary } = await spawnAndRead(command);
  const count = suite
    ? countTests(summary, exitCode)
    : { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1 };
  const seconds = Math.round((performance.now() - started) / 1_000);
  console.log(`=== ${name}: ${count.passed} passed, ${count.failed} failed in ${seconds} s`);
  return { ...count, seconds };
}

/** Prints all output and returns Jest's line "Tests: …". */
function spawnAndRead([file = '', ...args]: readonly string[]): Promise<{ exitCode: number; summary: string }> {
  return new Promise((resolve) => {
    let summary = '';
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        console.log(line);
        if (/^Tests: /.test(line)) summary = line;
      });
    }
    child.on('error', (error) => {
      console.log(String(error));
      resolve({ exitCode: 1, summary });
    });
    child.on('close', (code) => resolve({ exitCode: code ?? 1, summary }));
  });
}

/** A skipped test is a failure here, and so is a suite that fails without a failed test, or runs none. */
function countTests(summary: string, exitCode: number): Count {
  const number = (what: string): number => Number(new RegExp(`(\\d+) ${what}`).exec(summary)?.[1] ?? 0);
  const passed = number('passed');
  const failed = number('failed') + number('skipped') + number('todo');
  return { passed, failed: failed === 0 && (exitCode !== 0 || passed === 0) ? 1 : failed };
}

function selectedGroups(names: readonly string[]): readonly string[] {
  const unknown = names.filter((name) => !(GROUPS as readonly string[]).includes(name));
  if (unknown.length > 0) throw new Error(`expected groups among ${GROUPS.join(', ')}, got ${unknown.join(', ')}`);
  return names.length > 0 ? names : GROUPS;
}

const groups = selectedGroups(process.argv.slice(2));
const times = new Map<string, number>();
let total: Count = { passed: 0, failed: 0 };
for (const check of CHECKS.filter(({ group }) => groups.includes(group))) {
  const { passed, failed, seconds } = await run(check);
  total = { passed: total.passed + passed, failed: total.failed + failed };
  times.set(check.group, (times.get(check.group) ?? 0) + seconds);
}
console.log(`\n=== times: ${[...times].map(([group, seconds]) => `${group} ${seconds} s`).join(', ')}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
