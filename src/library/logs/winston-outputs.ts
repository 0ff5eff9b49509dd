import { createRequire } from 'node:module';
import type { Logger as WinstonLogger } from 'winston';
import { ConsoleOutput } from '../../foundation/log-lines/console-output.ts';
import { LOG_LEVELS, type LogLevel } from '../../foundation/log-lines/log-level.ts';
import { LostLines } from '../../foundation/log-lines/lost-lines.ts';
import { FileOutput } from './file-output.ts';

const load = createRequire(import.meta.url);

// The finished line and its level. https://github.com/winstonjs/triple-beam
const LEVEL = Symbol.for('level');
const MESSAGE = Symbol.for('message');

export interface OutputsOptions {
  readonly console: boolean;
  readonly file: string | undefined;
}

/** Writes the lines of a Logger through the transports of its own winston logger. Never throws. */
export class WinstonOutputs {
  readonly #lost = new LostLines();
  readonly #console: ConsoleOutput | undefined;
  readonly #file: FileOutput | undefined;
  readonly #winston: WinstonLogger | undefined;
  #closed: Promise<void> | undefined;

  constructor({ console, file }: OutputsOptions) {
    this.#console = console ? new ConsoleOutput(this.#lost) : undefined;
    this.#file = file === undefined ? undefined : new FileOutput({ file, lost: this.#lost });
    const outputs = [this.#console, this.#file].filter((output) => output !== undefined);
    if (outputs.length > 0) this.#winston = createWinston(outputs);
  }

  get lostLines(): number {
    return this.#lost.count;
  }

  write(level: LogLevel, line: string): void {
    if (this.#winston === undefined) return;
    if (this.#closed !== undefined) {
      this.#lost.report('closed', 'expected no line after close(), got one');
      return;
    }
    this.#winston.write({ level, message: line, [LEVEL]: level, [MESSAGE]: line });
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const winston = this.#winston;
    if (winston !== undefined) {
      const finished = new Promise<unknown>((resolve) => winston.once('finish', resolve).once('error', resolve));
      winston.end();
      await finished;
    }
    this.#file?.close();
    await this.#console?.drained();
  }
}

/** winston's types lack `Transport`. */
type Winston = typeof import('winston') & { readonly Transport: typeof import('winston-transport') };

const isBundled = !import.meta.url.endsWith('.ts');
let loaded: Winston | undefined;

/**
 * Loads a private copy of winston, as in the package, where it is bundled. Otherwise, in a checkout, an application that loads winston later would get
 * the copy that was loaded here, which is not instrumented.
 */
function loadWinston(): Winston {
  if (loaded !== undefined) return loaded;
  if (isBundled) {
    loaded = load('winston') as Winston;
    return loaded;
  }
  const before = new Set(Object.keys(load.cache));
  loaded = load('winston') as Winston;
  for (const file of Object.keys(load.cache)) if (!before.has(file)) delete load.cache[file];
  return loaded;
}

function createWinston(outputs: readonly { write(line: string): void }[]): WinstonLogger {
  const { createLogger, Transport } = loadWinston();
  const transports = outputs.map(
    (output) =>
      new Transport({
        log: (info: { [MESSAGE]: string }, next: () => void) => {
          output.write(info[MESSAGE]);
          next();
        },
      }),
  );
  const levels = Object.fromEntries(LOG_LEVELS.toReversed().map((level, rank) => [level, rank]));
  // The lines are complete already, and the Logger has checked the level.
  const logger = createLogger({
    levels,
    level: 'debug',
    format: { transform: (info) => info },
    transports: [...transports],
  });
  // In a checkout winston is instrumented, and the added transport would export each record a second time.
  for (const transport of logger.transports.filter((found) => !transports.includes(found))) logger.remove(transport);
  return logger.on('error', () => {});
}
