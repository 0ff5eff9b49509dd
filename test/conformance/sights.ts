import { isDeepStrictEqual } from 'node:util';
import type { ProgramResult } from '../program/program.ts';
import type { Ending } from './endings.ts';
import type { ComparedRun } from './program-run.ts';

/** What otherwise differs from one run to the next. */
const CHANGING = [/date: '[^']+'/g, /\(node:\d+\)/g];

/** The lines that a program printed of its endings, by their name. */
function seenBy({ stdout }: ProgramResult): ReadonlyMap<string, unknown> {
  const lines = stdout.split('\n').filter((line) => line.startsWith('{"ending"'));
  return new Map(
    lines.map((line) => JSON.parse(line) as { ending: string; seen: unknown }).map((e) => [e.ending, e.seen]),
  );
}

/** Those that the watched program did not come to, since it ended before. */
export function missedEndings({ endings, watched }: ComparedRun): readonly Ending[] {
  const seen = seenBy(watched.result);
  return endings.length === 1 ? [] : endings.filter(({ name }) => !seen.has(name));
}

/** How the application's view of an ending differs from what it sees without instrumentation. */
export function differencesOf({ bare, watched }: ComparedRun, ending: string): readonly string[] {
  const [plain, seen] = [seenBy(bare.result).get(ending), seenBy(watched.result).get(ending)];
  if (isDeepStrictEqual(seen, plain)) return [];
  return [`the application sees ${apart(seen, plain)}`];
}

/** How the end of the whole process differs: exit code, signal, standard error, and all of its output where it may end at any time. */
export function processDifferences({ bare, watched, endings }: ComparedRun): readonly string[] {
  const [plain, seen] = [bare.result, watched.result].map(({ exitCode, signal, stderr, stdout }) => ({
    exitCode,
    signal,
    stderr: CHANGING.reduce((text, pattern) => text.replace(pattern, ''), stderr),
    ...(endings.length === 1 ? { stdout } : {}),
  }));
  return Object.entries(seen ?? {}).flatMap(([name, value]) => {
    const expected = plain?.[name as keyof typeof plain];
    return value === expected ? [] : [`${name} is ${apart(value, expected)}`];
  });
}

const SHOWN_LENGTH = 300;

/** From where they differ. */
function apart(value: unknown, expected: unknown): string {
  const [one, other] = [value, expected].map((each) => JSON.stringify(each) ?? 'nothing') as [string, string];
  const equal = [...one].findIndex((character, index) => character !== other[index]);
  const start = Math.max(0, equal - 20);
  return `…${one.slice(start, start + SHOWN_LENGTH)} instead of …${other.slice(start, start + SHOWN_LENGTH)}`;
}
