import { ENDINGS, type Ending, endingsOf, LAST_ENDINGS } from '../../test/conformance/endings.ts';
import { callMetricsShortfalls } from '../../test/conformance/own-metrics.ts';
import { ownShortfalls } from '../../test/conformance/own-spans.ts';
import { type Case, type ComparedRun, compareRuns, type Instrumentation } from '../../test/conformance/program-run.ts';
import { missedEndings } from '../../test/conformance/sights.ts';
import { FORMS, type Form, SUBJECTS, type Subject } from '../../test/conformance/subjects.ts';
import { judge, type Verdict } from '../../test/conformance/verdict.ts';

/** The instrumentation under test. */
export interface Tried extends Instrumentation {
  /** otelier, whose spans must meet more requirements. */
  readonly isOwn?: boolean;
  /** Parts of the names of the SDKs that it is for. @default all */
  readonly sdks?: readonly string[] | undefined;
  /** @default all */
  readonly forms?: readonly Form[];
}

/** One ending of one SDK in one form. */
export interface Result {
  readonly subject: Subject;
  readonly form: string;
  readonly ending: Ending;
  readonly verdict: Verdict;
  /** Violations of otelier's own promises, for otelier. */
  readonly own: readonly string[];
}

/** The selected cases; without a selection, all. */
export interface Selection {
  readonly form?: string | undefined;
  readonly ending?: readonly string[] | undefined;
}

/** All endings after which the program goes on in one process, each other one in its own. */
export function casesOf({ sdks, forms = FORMS }: Tried, { form, ending }: Selection): readonly Case[] {
  const isSelected = ({ name }: Ending): boolean => ending === undefined || ending.includes(name);
  const subjects = SUBJECTS.filter(({ name }) => sdks === undefined || sdks.some((part) => name.includes(part)));
  const pairs = subjects.flatMap((subject) =>
    forms.filter((each) => form === undefined || each === form).map((each) => ({ subject, form: each })),
  );
  return pairs
    .flatMap((pair) => [
      { ...pair, endings: endingsOf(pair.subject, ENDINGS).filter(isSelected) },
      ...endingsOf(pair.subject, LAST_ENDINGS)
        .filter(isSelected)
        .map((last) => ({ ...pair, endings: [last] })),
    ])
    .filter(({ endings }) => endings.length > 0);
}

export async function tryCases(cases: readonly Case[], tried: Tried, providerUrl: string): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waiting = [...cases];
  for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
    const run = await compareRuns(one, tried, providerUrl);
    // One that brings the program down is not to be held against those after it; a program that does not start at all is down for each.
    const missed = missedEndings(run).length === one.endings.length ? [] : missedEndings(run);
    results.push(...resultsOf(run, tried).filter(({ ending }) => !missed.includes(ending)));
    waiting.unshift(...missed.map((ending) => ({ ...run, endings: [ending] })));
    if (process.stderr.isTTY) process.stderr.write('.');
  }
  return results;
}

function resultsOf(run: ComparedRun, { isOwn = false }: Tried): readonly Result[] {
  const { subject, form, endings } = run;
  const own = isOwn ? [...ownShortfalls(run), ...(endings.length === 1 ? [] : callMetricsShortfalls(run))] : [];
  return judge(run).map((verdict) => {
    const { ending } = verdict;
    const isOfEnding = (what: string): boolean =>
      what.startsWith(`${ending.name}:`) || (ending.name === 'complete' && what.startsWith('metrics'));
    return { subject, form, ending, verdict, own: own.filter(isOfEnding) };
  });
}
