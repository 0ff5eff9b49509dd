import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { requireServer } from './server-process.ts';

export interface MetricsCheck {
  /** No syntax error and no lint finding. */
  readonly clean: boolean;
  /** The output of promtool; empty without findings. */
  readonly output: string;
}

const SAMPLE = /^[a-zA-Z_:].* \S+$/m;

/** `promtool check metrics` on a text in Prometheus's exposition format. */
export async function checkMetrics(exposition: string): Promise<MetricsCheck> {
  // promtool finds nothing wrong with nothing, and a test that scraped too early would pass.
  if (!SAMPLE.test(exposition))
    return { clean: false, output: `the text holds no sample: ${JSON.stringify(exposition)}` };
  const child = spawn(requireServer('prometheus', 'promtool'), ['check', 'metrics'], { stdio: 'pipe' });
  let output = '';
  const collect = (chunk: string): void => {
    output += chunk;
  };
  child.stdout.setEncoding('utf8').on('data', collect);
  child.stderr.setEncoding('utf8').on('data', collect);
  const closed = once(child, 'close');
  child.stdin.end(exposition);
  const [exitCode] = (await closed) as [number | null];
  return { clean: exitCode === 0 && output.trim() === '', output };
}
