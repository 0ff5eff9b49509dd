import { expect, test } from '@jest/globals';
import { type Delivery, deliver } from '../../environment/delivery.ts';
import { expectOutcome } from '../../program/outcome.ts';
import type { ProgramEnvironment } from '../../program/program.ts';
import { outline } from './outline.ts';

/** How a program gets its libraries: see test/fixtures/libraries/run.mjs. */
export const FORMS = ['required', 'named', 'default'] as const;

export interface LibraryProgram {
  /** In test/fixtures/libraries. */
  readonly program: string;
  /** @default what the repository has installed */
  readonly version?: 'older';
  readonly env?: ProgramEnvironment;
  /** The attributes that the tree shows. @default [] */
  readonly attributes?: readonly string[];
  /** Whether spans of other traces than that of "work" are left out: Node reads files, too. @default false */
  readonly isWorkOnly?: boolean;
  /** All of its spans, as `outline` writes them. */
  readonly tree: readonly string[];
  /** On standard output, where that says more than that it went well. */
  readonly prints?: RegExp;
}

/** Runs a program in one form, and expects it to end well and otelier to say nothing. */
export async function runLibraryProgram(
  { program, version, env = {}, prints = /^/ }: Omit<LibraryProgram, 'tree'>,
  form: (typeof FORMS)[number],
): Promise<Delivery> {
  const file = form === 'required' ? 'libraries/run.cjs' : 'libraries/run.mjs';
  const args = [program, form, ...(version === undefined ? [] : [`../${version}`])];
  const delivery = await deliver({ file, args, env });
  expectOutcome(delivery.result, { stdout: expect.stringMatching(prints), stderr: '' });
  return delivery;
}

/** One test a program and form: the whole tree of spans is as expected, whichever way the libraries are loaded. */
export function testTrees(programs: readonly LibraryProgram[]): void {
  const cases = programs.flatMap((program) => FORMS.map((form) => ({ ...program, form })));
  test.concurrent.each(
    cases.map((entry) => [`${entry.program} ${entry.version ?? ''}`.trim(), entry.form, entry] as const),
  )('%s, %s', async (_program, form, { tree, attributes, isWorkOnly = false, ...program }) => {
    const { spans } = await runLibraryProgram(program, form);
    const work = spans.find(({ name }) => name === 'work');
    const shown = spans.filter(({ traceId }) => !isWorkOnly || traceId === work?.traceId);
    expect(outline(shown, attributes)).toEqual(tree);
  });
}
