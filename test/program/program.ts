/**
 * A program of test/fixtures, started as users start theirs: `node --import register.ts program.mjs`, with arguments and environment
 * as data. The environment is built from nothing, so that no OTEL_* variable of the machine leaks in.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const FIXTURES = join(ROOT, 'test/fixtures');
/** register.ts, or the bundle that built-register.mjs made of it. */
export const REGISTER = process.env['OTELIER_TEST_REGISTER'] ?? join(ROOT, 'register.ts');
export const CLI = join(ROOT, 'src/tools/cli/main.ts');
// Spares each of some hundred programs the compilation of the SDK; nothing that a program can see depends on it.
const COMPILE_CACHE = join(tmpdir(), 'otelier-test-compile-cache');

export type ProgramEnvironment = Readonly<Record<string, string | undefined>>;

export interface ProgramOptions {
  /** In test/fixtures, or absolute. */
  readonly file: string;
  readonly args?: readonly string[];
  /** All that the program sees beside PATH and HOME. */
  readonly env?: ProgramEnvironment;
  /** @default ['--import', 'register.ts'] */
  readonly nodeOptions?: readonly string[];
  /** The program of another Node. @default the one that runs the tests */
  readonly node?: string;
  /** @default the repository */
  readonly cwd?: string;
  /** After it the program is killed and `finished` rejects. @default 45_000 */
  readonly timeoutMillis?: number;
}

export interface ProgramResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

type Output = 'stdout' | 'stderr';

/** A running program. Disposing of it kills it, so that no failed test leaves one behind. */
export class Program implements AsyncDisposable {
  /** Rejects when the program took too long. */
  readonly finished: Promise<ProgramResult>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #printed: Record<Output, string> = { stdout: '', stderr: '' };
  readonly #waiting = new Set<() => void>();
  readonly #started = performance.now();
  #ended = false;

  constructor({
    file,
    args = [],
    env = {},
    nodeOptions,
    cwd = ROOT,
    timeoutMillis = 45_000,
    ...options
  }: ProgramOptions) {
    const { node = process.execPath } = options;
    const script = resolve(FIXTURES, file);
    this.#child = spawn(node, [...(nodeOptions ?? ['--import', REGISTER]), script, ...args], {
      cwd,
      env: { ...inherited(), ...env },
    });
    // A program that ends without reading its input is no fault.
    this.#child.stdin.on('error', () => {});
    for (const output of ['stdout', 'stderr'] as const) this.#collect(output);
    this.finished = this.#finish(timeoutMillis);
    // A test that only waits for output must not get an unhandled rejection.
    this.finished.catch(() => {});
  }

  write(text: string): void {
    this.#child.stdin.write(text);
  }

  endInput(): void {
    this.#child.stdin.end();
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** The first match in what was printed so far or will be; rejects when the program ends without. */
  printed(output: Output, pattern: RegExp): Promise<RegExpExecArray> {
    const { promise, resolve: found, reject } = Promise.withResolvers<RegExpExecArray>();
    const check = (): void => {
      const match = pattern.exec(this.#printed[output]);
      if (match) found(match);
      else if (this.#ended) reject(new Error(`expected ${pattern} on ${output}; ${this.#summary()}`));
    };
    this.#waiting.add(check);
    check();
    return promise.finally(() => this.#waiting.delete(check));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#ended) this.#child.kill('SIGKILL');
    await this.finished.catch(() => {});
  }

  #collect(output: Output): void {
    this.#child[output].setEncoding('utf8').on('data', (chunk: string) => {
      this.#printed[output] += chunk;
      this.#notify();
    });
  }

  #finish(timeoutMillis: number): Promise<ProgramResult> {
    const { promise, resolve: finish, reject } = Promise.withResolvers<ProgramResult>();
    const timer = setTimeout(() => {
      this.#child.kill('SIGKILL');
      reject(new Error(`the program did not end within ${timeoutMillis} ms; ${this.#summary()}`));
    }, timeoutMillis);
    this.#child.on('error', reject);
    this.#child.on('close', (exitCode, signal) => {
      clearTimeout(timer);
      this.#ended = true;
      finish({ exitCode, signal, ...this.#printed, durationMs: performance.now() - this.#started });
      this.#notify();
    });
    return promise;
  }

  #notify(): void {
    for (const check of [...this.#waiting]) check();
  }

  #summary(): string {
    return `stdout: ${this.#printed.stdout || '(nothing)'}; stderr: ${this.#printed.stderr || '(nothing)'}`;
  }
}

/** The line at the start, which is of level info, would be in the way of every comparison. */
const QUIET = { OTEL_LOG_LEVEL: 'warn' };

function inherited(): ProgramEnvironment {
  const { PATH, HOME } = process.env;
  return { PATH, HOME, NODE_COMPILE_CACHE: COMPILE_CACHE, ...QUIET };
}
