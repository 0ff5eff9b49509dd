// Hostile texts: how long 100 kB of each takes, and twice as much. No rule may need more than 20 ms, nor more than 2.5 times as long for twice the text.
// usage: node bench/redaction/linear.ts [all]   (`all`: also what is fast)
import { createRedactor, type Redactor } from '../../src/foundation/redaction/redactor.ts';
import { HOSTILE } from './hostile.ts';

const SIZE = 100_000;
const MOST_MILLIS = 20;
const MOST_GROWTH = 2.5;
const ROUNDS = 5;
/** For what seems slow at first: the compiler may not have been through, or the machine busy. */
const MORE_ROUNDS = 20;

function best(redactor: Redactor, text: string, rounds: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    redactor.redactText(text);
    least = Math.min(least, performance.now() - started);
  }
  return least;
}

interface Measured {
  readonly once: number;
  readonly growth: number;
  readonly isSlow: boolean;
}

const redactor = createRedactor({
  pii: true,
  maxStringLength: 4 * SIZE,
  patterns: [{ name: 'own', pattern: /(x+x+)+y/ }],
});

function measure(make: (size: number) => string, rounds: number): Measured {
  const once = best(redactor, make(SIZE), rounds);
  const twice = best(redactor, make(2 * SIZE), rounds);
  const growth = twice / once;
  // Below ten milliseconds the clock, the compiler and the collector are what grows.
  return { once, growth, isSlow: once > MOST_MILLIS || (growth > MOST_GROWTH && twice > 10) };
}

let slow = 0;
let worst = 0;
console.log(`${'100 kB of'.padEnd(34)} ${'ms'.padStart(8)} ${'t(2n)/t(n)'.padStart(11)}`);
for (const [name, make] of Object.entries(HOSTILE)) {
  let { once, growth, isSlow } = measure(make, ROUNDS);
  if (isSlow) ({ once, growth, isSlow } = measure(make, MORE_ROUNDS));
  worst = Math.max(worst, once);
  if (isSlow) slow++;
  if (isSlow || once > 4 || process.argv[2] === 'all')
    console.log(
      `${JSON.stringify(name).slice(0, 34).padEnd(34)} ${once.toFixed(2).padStart(8)} ${growth.toFixed(2).padStart(11)}${isSlow ? '  TOO SLOW' : ''}`,
    );
}
console.log(`\n${Object.keys(HOSTILE).length} texts, the slowest ${worst.toFixed(1)} ms, ${slow} too slow`);
process.exitCode = slow > 0 ? 1 : 0;
