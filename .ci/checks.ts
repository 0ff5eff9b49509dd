import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

interface Check {
  readonly name: string;
  readonly command: readonly string[];
  /** A Jest suite: its tests count, and none may be skipped. Otherwise the command counts as one. */
  readonly suite?: boolean;
}

const CHECKS: readonly Check[] = [
  { name: 'tests', command: ['npm', 'test'], suite: true },
  { name: 'lint', command: ['npm', 'run', 'lint'] },
  { name: 'types', command: ['npm', 'run', 'typecheck'] },
  { name: 'build', command: ['npm', 'run', 'build'] },
  { name: 'package', command: ['npm', 'run', 'test:package'], suite: true },
  { name: 'servers', command: ['npm', 'run', 'servers'] },
  { name: 'end to end', command: ['npm', 'run', 'test:e2e'], suite: true },
];

interface Count {
  readonly passed: number;
  readonly failed: number;
}

async function run({ name, command, suite = false }: Check): Promise<Count> {
  console.log(`\n=== ${name}: ${command.join(' ')}`);
  const started = performance.now();
  const { exitCode, summary } = await spawnAndRead(command);
  const count = suite
    ? countTests(summary, exitCode)
    : { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1 };
  const seconds = ((performance.now() - started) / 1_000).toFixed(0);
  console.log(`=== ${name}: ${count.passed} passed, ${count.failed} failed in ${seconds} s`);
  return count;
}

/** Passes all output on and keeps Jest's line "Tests: …". */
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

let total: Count = { passed: 0, failed: 0 };
for (const check of CHECKS) {
  const { passed, failed } = await run(check);
  total = { passed: total.passed + passed, failed: total.failed + failed };
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
