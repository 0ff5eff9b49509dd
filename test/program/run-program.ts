import { Program, type ProgramOptions, type ProgramResult } from './program.ts';
import { Slots } from './slots.ts';

export interface RunOptions extends ProgramOptions {
  /** Written to its standard input, which then ends. @default '' */
  readonly stdin?: string;
  /** Sent once its standard output matches. */
  readonly signal?: { readonly name: NodeJS.Signals; readonly after: RegExp };
}

// More at once would only make each slower, and what a test says about time less certain.
const slots = new Slots(3);

/** Runs a program to its end. */
export function runProgram(options: RunOptions): Promise<ProgramResult> {
  return slots.run(async () => {
    await using program = new Program(options);
    const { stdin = '', signal } = options;
    if (signal !== undefined) {
      await program.printed('stdout', signal.after);
      program.kill(signal.name);
    } else {
      program.write(stdin);
      program.endInput();
    }
    return await program.finished;
  });
}
