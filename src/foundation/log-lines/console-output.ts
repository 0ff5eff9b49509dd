import type { LostLines } from './lost-lines.ts';

const ignore = (): void => {};

/** Writes lines to standard output. When its reader has gone, lines are lost and the application goes on. */
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

  /** Resolves when all lines are written, or cannot be written. */
  drained(): Promise<void> {
    return new Promise((resolve) => send('', () => resolve()));
  }
}

function send(text: string, done: (error?: NodeJS.ErrnoException | null) => void): void {
  const { stdout } = process;
  try {
    stdout.write(text, (error) => {
      // The error event follows the callback. Without a listener it would end the application.
      if (error && stdout.listenerCount('error') === 0) stdout.once('error', ignore);
      done(error);
    });
  } catch (error) {
    done(error as NodeJS.ErrnoException);
  }
}
