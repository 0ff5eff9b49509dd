/** The demo's child processes: started one by one, watched, and stopped together. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { ReadyMessage } from './local-server.ts';

export interface ProcessOptions {
  readonly name: string;
  /** Path of the program. */
  readonly program: string;
  /** Flags for Node itself. */
  readonly nodeFlags: readonly string[];
  readonly environment: Readonly<NodeJS.ProcessEnv>;
}

const START_LIMIT_MILLIS = 20_000;
const STOP_LIMIT_MILLIS = 6_000;
const KEPT_OUTPUT_LINES = 20;

export class ProcessGroup {
  /** Rejects when a process ends unexpectedly; never resolves. */
  readonly failure: Promise<never>;
  readonly #fail: (error: Error) => void;
  readonly #children = new Set<ChildProcess>();
  #isStopping = false;

  constructor() {
    const { promise, reject } = Promise.withResolvers<never>();
    this.failure = promise;
    this.#fail = reject;
    // The race that awaits it handles it; until then it must not count as unhandled.
    promise.catch(() => {});
  }

  /** Resolves with the server's base URL once it accepts requests. */
  async start({ name, program, nodeFlags, environment }: ProcessOptions): Promise<string> {
    if (this.#isStopping) throw new Error(`${name} is not started: everything is being stopped`);
    const child = fork(program, ['0'], {
      execArgv: [...nodeFlags],
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#children.add(child);
    const output = keepOutput(name, child);
    child.once('error', (error) => this.#fail(new Error(`${name} could not be started: ${error.message}`)));
    // Not 'exit': only on 'close' is its output complete.
    child.once('close', (code, signal) => {
      this.#children.delete(child);
      if (this.#isStopping) return;
      this.#fail(new Error([`${name} ended unexpectedly (${signal ?? `exit code ${code}`})`, ...output].join('\n  ')));
    });
    return Promise.race([readyUrl(name, child), this.failure]);
  }

  /** Asks every process to end and waits for it; one that does not is killed. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all([...this.#children].map(stopChild));
  }
}

async function readyUrl(name: string, child: ChildProcess): Promise<string> {
  const signal = AbortSignal.timeout(START_LIMIT_MILLIS);
  const [message] = (await once(child, 'message', { signal }).catch(() => {
    throw new Error(`${name}: expected to be ready within ${START_LIMIT_MILLIS / 1000} s, got no message from it`);
  })) as [ReadyMessage];
  return message.url;
}

/** Shows what a process writes to stderr at once and keeps the last lines of both streams for an error message. */
function keepOutput(name: string, child: ChildProcess): readonly string[] {
  const lines: string[] = [];
  const keep = (line: string): void => {
    lines.push(line);
    if (lines.length > KEPT_OUTPUT_LINES) lines.shift();
  };
  if (child.stdout) createInterface({ input: child.stdout }).on('line', keep);
  if (child.stderr) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      keep(line);
      console.error(`${name} | ${line}`);
    });
  }
  return lines;
}

async function stopChild(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close');
  const hasEnded = child.exitCode !== null || child.signalCode !== null;
  if (!hasEnded) child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MILLIS);
  await closed;
  clearTimeout(timer);
}
