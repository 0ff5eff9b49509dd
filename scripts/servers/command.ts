import { spawn } from 'node:child_process';

export interface CommandOptions {
  readonly cwd: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

const TAIL_LINES = 30;

/** Runs one installer step quietly; only when it fails does its output matter, and then the end of it. */
export async function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: string): void => {
    output += chunk;
  };
  child.stdout.setEncoding('utf8').on('data', collect);
  child.stderr.setEncoding('utf8').on('data', collect);
  child.on('error', (error) => reject(new Error(`cannot run "${command}": ${error.message}`)));
  child.on('close', (code, signal) => {
    if (code === 0) resolve(output);
    else
      reject(
        new Error(`"${[command, ...args].join(' ')}" ended with ${signal ?? `exit code ${code}`}\n${tail(output)}`),
      );
  });
  return promise;
}

function tail(output: string): string {
  const lines = output.trimEnd().split('\n');
  const shown = lines.slice(-TAIL_LINES).map((line) => `  | ${line}`);
  return lines.length > TAIL_LINES
    ? `  | … ${lines.length - TAIL_LINES} lines before\n${shown.join('\n')}`
    : shown.join('\n');
}
