import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const demo = fileURLToPath(new URL('../../examples/agent-service/demo.ts', import.meta.url));

/** The demo as a process: what it printed, how it ended, which of its servers still answer. */
export class DemoProcess {
  stdout = '';
  stderr = '';
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  readonly #child: ChildProcess;

  constructor(args: readonly string[] = [], variables: NodeJS.ProcessEnv = {}) {
    this.#child = spawn(process.execPath, [demo, ...args], { env: { ...plainEnvironment(), ...variables } });
    this.#child.stdout?.setEncoding('utf8').on('data', (text) => {
      this.stdout += text;
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text) => {
      this.stderr += text;
    });
    this.ended = once(this.#child, 'close').then(([code, signal]) => ({ code, signal }));
  }

  /** Resolves once the pattern stands in what was printed; rejects when the demo ends without it. */
  async printed(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.stdout)) {
      const isOver = await Promise.race([
        once(this.#child.stdout ?? this.#child, 'data'),
        this.ended.then(() => 'over'),
      ]);
      if (isOver === 'over' && !pattern.test(this.stdout))
        throw new Error(`${pattern} not in:\n${this.stdout}${this.stderr}`);
    }
  }

  press(key: string): void {
    this.#child.stdin?.write(key);
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Kills the child process that runs this program. */
  killServer(name: string): void {
    const pid = execFileSync('pgrep', ['-P', String(this.#child.pid), '-f', name], { encoding: 'utf8' });
    process.kill(Number(pid), 'SIGKILL');
  }

  /** The servers it announced that still accept connections. */
  async survivors(): Promise<string[]> {
    const urls = [...new Set(this.stdout.match(/http:\/\/127\.0\.0\.1:\d+/g))];
    if (urls.length === 0) throw new Error(`no server was announced:\n${this.stdout}${this.stderr}`);
    const alive = await Promise.all(
      urls.map((url) =>
        fetch(url).then(
          () => [url],
          () => [],
        ),
      ),
    );
    return alive.flat();
  }
}

function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(OTEL|OTELIER|NODE)_/.test(name)));
}
