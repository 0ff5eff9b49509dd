import { spawn } from 'node:child_process';

export interface ProgramResult {
  /** null: it had to be killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly millis: number;
}

export interface ProgramOptions {
  readonly nodeOptions?: readonly string[];
  /** The whole environment beside PATH. */
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMillis?: number;
}

/** Runs a piece of ESM source as a program of its own, which may import packages of this repository by name. */
export function runProgram(source: string, options: ProgramOptions = {}): Promise<ProgramResult> {
  const { nodeOptions = [], env = {}, timeoutMillis = 10_000 } = options;
  const started = performance.now();
  const child = spawn(process.execPath, [...nodeOptions, '--input-type=module', '-e', source], {
    env: { PATH: process.env['PATH'] ?? '', OTEL_LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMillis,
    killSignal: 'SIGKILL',
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...output, millis: performance.now() - started }));
  });
}

/** The URL of a source file as a literal for such a program. */
export function sourceUrl(file: string): string {
  return JSON.stringify(new URL(`../../../${file}`, import.meta.url).href);
}
