import type { LostLines } from './lost-lines.ts';

const ignore = (): void => {};

/** Writes lines to standard output. A reader that went away ends the lines, not the application. */
export class ConsoleOutput {
  readonly #lost: LostLines;

  constructor(lost: LostLines) {
    this.#lost = lost;
  }

  write(line: string): void {
    send(`${line}\n`, (error) => {
      if (error)
        this.#lost.report('console', `expected standard output to be open, got ${error.code ?? error.message}`);
    });
  }

  /** Resolves when what was written has left, or cannot leave. */
  drained(): Promise<void> {
    return new Promise((resolve) => send('', () => resolve()));
  }
}

function send(text: string, done: (error?: NodeJS.ErrnoException | null) => void): void {
  const { stdout } = process;
  try {
    stdout.write(text, (error) => {
      // The event comes after the callback, and would end the application if nobody listened.
      if (error && stdout.listenerCount('error') === 0) stdout.once('error', ignore);
      done(error);
    });
  } catch (error) {
    done(error as NodeJS.ErrnoException);
  }
}
