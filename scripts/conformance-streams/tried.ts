import { ENDINGS, type Ending, endingsOf, LAST_ENDINGS } from '../../test/conformance/endings.ts';
import { callMetricsShortfalls } from '../../test/conformance/own-metrics.ts';
import { ownShortfalls } from '../../test/conformance/own-spans.ts';
import { type Case, compareRuns, type Instrumentation } from '../../test/conformance/program-run.ts';
import { FORMS, SUBJECTS, type Subject } from '../../test/conformance/subjects.ts';
import { judge, type Verdict } from '../../test/conformance/verdict.ts';

/** What is judged. */
export interface Tried extends Instrumentation {
  /** otelier, of whose spans more is asked. */
  readonly isOwn?: boolean;
  /** Parts of the names of the SDKs that it is for. @default all */
  readonly sdks?: readonly string[] | undefined;
}

/** One ending of one SDK in one form. */
export interface Result {
  readonly subject: Subject;
  readonly form: string;
  readonly ending: Ending;
  readonly verdict: Verdict;
  /** What is wrong by otelier's own words, for otelier. */
  readonly own: readonly string[];
}

/** All endings after which the program goes on in one process, each other one in its own. */
export function casesOf({ sdks }: Tried, onlyForm: string | undefined): readonly Case[] {
  const subjects = SUBJECTS.filter(({ name }) => sdks === undefined || sdks.some((part) => name.includes(part)));
  return subjects.flatMap((subject) =>
    FORMS.filter((form) => onlyForm === undefined || form === onlyForm).flatMap((form) => [
      { subject, form, endings: endingsOf(subject, ENDINGS) },
      ...endingsOf(subject, LAST_ENDINGS).map((ending) => ({ subject, form, endings: [ending] })),
    ]),
  );
}

export async function tryCases(cases: readonly Case[], tried: Tried, providerUrl: string): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const one of cases) {
    const run = await compareRuns(one, tried, providerUrl);
    const isLast = one.endings.length === 1;
    const own = tried.isOwn ? [...ownShortfalls(run), ...(isLast ? [] : callMetricsShortfalls(run))] : [];
    for (const verdict of judge(run)) {
      const { name } = verdict.ending;
      const ofEnding = own.filter(
        (what) => what.startsWith(`${name}:`) || (name === 'complete' && what.startsWith('metrics')),
      );
      results.push({ subject: one.subject, form: one.form, ending: verdict.ending, verdict, own: ofEnding });
    }
    if (process.stderr.isTTY) process.stderr.write('.');
  }
  return results;
}
