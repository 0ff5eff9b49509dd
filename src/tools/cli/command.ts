import type { ParseArgsConfig } from 'node:util';

/** One command of the `otelier` program. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  /** One line. */
  readonly about: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** Returns the text for standard output. */
  run(values: Readonly<Record<string, unknown>>): string;
}
