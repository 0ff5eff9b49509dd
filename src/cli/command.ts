import type { ParseArgsConfig } from 'node:util';

/** One command of the `otelier` program. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  /** One line. */
  readonly about: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** Answers what goes to standard output. @throws {UsageError} when it was called wrongly */
  run(values: Readonly<Record<string, unknown>>): string;
}

/** The command was called wrongly: the message and the usage are printed, the exit code is 2. */
export class UsageError extends Error {}
