import type { ExportedSignal, ExportSnapshot } from '../../src/pipeline/delivery/export-ledger.ts';
import { UNHURRIED } from '../environment/delivery.ts';
import { Program, type ProgramEnvironment, type ProgramResult, REGISTER } from '../program/program.ts';

const LEDGER = new URL('../../src/pipeline/delivery/export-ledger.ts', import.meta.url).href;

/** No metrics: the requests of a receiver are those of spans and log records. */
const ENVIRONMENT: ProgramEnvironment = { ...UNHURRIED, LEDGER, OTEL_METRICS_EXPORTER: 'none' };

/** What has become of the telemetry of one signal. */
export interface Counts {
  readonly sent: number;
  readonly dropped: number;
  readonly pending: number;
  readonly snapshot: ExportSnapshot;
}

/** A program that makes telemetry when it is told to, and knows what became of it. */
export class Producer implements AsyncDisposable {
  readonly #program: Program;
  #told = 0;

  constructor(env: ProgramEnvironment, nodeOptions: readonly string[] = []) {
    this.#program = new Program({
      file: 'produces.mjs',
      env: { ...ENVIRONMENT, ...env },
      nodeOptions: [...nodeOptions, '--import', REGISTER],
    });
  }

  /** Resolves when that is done, to what it answers. */
  async tell(command: string): Promise<string> {
    const id = ++this.#told;
    this.#program.write(`${id} ${command}\n`);
    return (await this.#program.printed('stdout', new RegExp(`^done ${id} (.*)$`, 'm')))[1] ?? '';
  }

  async counts(signal: ExportedSignal): Promise<Counts> {
    const snapshots = JSON.parse(await this.tell('counts')) as readonly ExportSnapshot[];
    const snapshot = snapshots.find((one) => one.signal === signal);
    if (snapshot === undefined) throw new Error(`expected a ledger of ${signal}, got ${snapshots.length} others`);
    const dropped = Object.values(snapshot.dropped).reduce((sum, count) => sum + count, 0);
    return { sent: snapshot.sent, dropped, pending: snapshot.queueSize + snapshot.spooled, snapshot };
  }

  /** The counts, as soon as they are as wanted. */
  async countsWhen(signal: ExportedSignal, isWanted: (counts: Counts) => boolean): Promise<Counts> {
    for (;;) {
      const counts = await this.counts(signal);
      if (isWanted(counts)) return counts;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  said(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#program.printed('stderr', pattern);
  }

  kill(signal: NodeJS.Signals): Promise<ProgramResult> {
    this.#program.kill(signal);
    return this.#program.finished;
  }

  /** By process.exit(). */
  exit(): Promise<ProgramResult> {
    this.#program.write('0 exit\n');
    return this.#program.finished;
  }

  end(): Promise<ProgramResult> {
    this.#program.endInput();
    return this.#program.finished;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#program[Symbol.asyncDispose]();
  }
}
