import type { LostLines } from './lost-lines.ts';

const ignore = (): void => {};

/** Writes lines to standard output. A reader that went away ends the lines, not the application. */
export class ConsoleOutput {
  readonly #lost: LostLines;

  constructor(lost: LostLines) {
    this.#lost = lost;
  }

  write(line: string): void {
    try {
      process.stdout.write(`${line}\n`, (error) => {
        if (error) this.#fail(error);
      });
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  /** Resolves when what was written has left, or cannot leave. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      try {
        process.stdout.write('', () => resolve());
      } catch {
        resolve();
      }
    });
  }

  /** The event comes after the callback, and would end the application if nobody listened. */
  #fail(error: NodeJS.ErrnoException): void {
    if (process.stdout.listenerCount('error') === 0) process.stdout.once('error', ignore);
    this.#lost.report('console', `expected standard output to be open, got ${error.code ?? error.message}`);
  }
}
