import { expect } from '@jest/globals';
import type { ProgramResult } from './program.ts';

/** Asymmetric matchers are allowed for each. */
export interface Outcome {
  /** @default 0 */
  readonly exitCode?: number | null;
  /** @default null */
  readonly signal?: NodeJS.Signals | null;
  /** @default anything */
  readonly stdout?: unknown;
  /** @default anything */
  readonly stderr?: unknown;
}

/** The end of a program. All of it is compared at once, so that a failed program shows its reason. */
export function expectOutcome({ exitCode, signal, stdout, stderr }: ProgramResult, expected: Outcome = {}): void {
  expect({ exitCode, signal, stdout, stderr }).toEqual({
    exitCode: 0,
    signal: null,
    stdout: expect.any(String),
    stderr: expect.any(String),
    ...expected,
  });
}
