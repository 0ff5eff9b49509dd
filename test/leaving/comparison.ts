import { expect } from '@jest/globals';
import type { OtlpReceiver } from '../../src/tools/receiver/otlp-receiver.ts';
import { leadingTo } from '../environment/delivery.ts';
import { Program, type ProgramEnvironment, type ProgramResult, REGISTER } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';

export type Signals = readonly NodeJS.Signals[];

export interface Leaving {
  readonly file: string;
  readonly way: string;
  /** Sent when the program is ready; the second one 300 ms after the first: nobody presses a key twice faster. */
  readonly signals?: Signals;
  readonly env?: ProgramEnvironment;
  readonly nodeOptions?: readonly string[];
}

/** What an import of nothing changes: Node's own frames in a stack trace, for one. */
const NOTHING = ['--import', 'data:text/javascript,'];

/** Runs the program without otelier. */
export const leavePlain = (leaving: Leaving): Promise<ProgramResult> => leave(leaving, NOTHING);

/** Runs the program under otelier, with a receiver. */
export const leaveUnderOtelier = (leaving: Leaving, receiver: OtlpReceiver): Promise<ProgramResult> =>
  leave({ ...leaving, env: { ...leadingTo(receiver), ...leaving.env } }, ['--import', REGISTER]);

async function leave(
  { file, way, signals = [], env = {}, ...given }: Leaving,
  preload: readonly string[],
): Promise<ProgramResult> {
  const nodeOptions = [...(given.nodeOptions ?? []), ...preload];
  const [first, second] = signals;
  if (second === undefined) {
    const signal = first === undefined ? {} : { signal: { name: first, after: /ready/ } };
    return runProgram({ file, args: [way], env, nodeOptions, ...signal });
  }
  await using program = new Program({ file, args: [way], env, nodeOptions });
  await program.printed('stdout', /ready/);
  for (const signal of [first as NodeJS.Signals, second]) {
    program.kill(signal);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return await program.finished;
}

/** Exit code, signal, standard output and standard error are as without otelier, lines of otelier apart. */
export function expectSame(ours: ProgramResult, plain: ProgramResult): void {
  expect(comparable(ours)).toEqual(comparable(plain));
}

function comparable({ exitCode, signal, stdout, stderr }: ProgramResult) {
  return { exitCode, signal, stdout, stderr: stderr.replace(/^otelier \[.*\n/gm, '') };
}

/** Everything is there, nothing twice. */
export function expectAll({ store }: OtlpReceiver, otherRecords: readonly unknown[] = []): void {
  const spans = store.spans.map(({ name }) => name);
  expect([new Set(spans).size, spans.length]).toEqual([1_000, 1_000]);
  const bodies = store.logs.map(({ body }) => body);
  expect(bodies).toEqual([...Array.from({ length: 10 }, (_, number) => `record ${number}`), ...otherRecords]);
  // Cumulative: a flush before the end does not change what the end says.
  const count = store.metrics.findLast(({ name }) => name === 'leaves.count');
  expect(count).toMatchObject({ points: [{ value: 3 }] });
}
