import { renderTable } from '../variable-table/markdown-table.ts';
import type { Result } from './tried.ts';

const CHECKS = ['seen', 'spans', 'end'] as const;
const isRight = ({ verdict, own }: Result): boolean =>
  CHECKS.every((check) => verdict[check].length === 0) && own.length === 0;

/** Number of endings that are right in all respects. */
export const score = (results: readonly Result[]): { readonly right: number; readonly all: number } => ({
  right: results.filter(isRight).length,
  all: results.length,
});

/** A cell: what is wrong of seen, spans and end, in all forms; `ok` where nothing is. */
function cell(results: readonly Result[]): string {
  if (results.length === 0) return '';
  const wrong = CHECKS.filter((check) => results.some(({ verdict }) => verdict[check].length > 0));
  const isOwnWrong = results.some(({ own }) => own.length > 0);
  return wrong.length === 0 && !isOwnWrong ? 'ok' : [...wrong, ...(isOwnWrong ? ['own'] : [])].join(' ');
}

/** A table of endings and SDKs, what is wrong in words, and the score. */
export function renderReport(name: string, results: readonly Result[]): string {
  const bySubject = Map.groupBy(results, ({ subject }) => subject.name);
  const endings = [...new Set(results.map(({ ending }) => ending.name))];
  const rows = [
    ...endings.map((ending) => [
      ending,
      ...[...bySubject.values()].map((of) => cell(of.filter((result) => result.ending.name === ending))),
    ]),
    ['right', ...[...bySubject.values()].map((of) => `${score(of).right}/${score(of).all}`)],
  ];
  const { right, all } = score(results);
  const table = renderTable(['ending', ...bySubject.keys()], rows);
  return [`${name}:`, '', table, '', ...wordsOf(results), `score of ${name}: ${right} of ${all}`].join('\n');
}

/** The distinct violations. */
function wordsOf(results: readonly Result[]): readonly string[] {
  const all = results.flatMap(({ subject, form, ending, verdict, own }) => {
    const wrong = [...CHECKS.flatMap((check) => verdict[check].map((what) => `${check}: ${what}`)), ...own];
    return wrong.map((what) => `${subject.name}, ${form}, ${ending.name}: ${what}`);
  });
  return all.length === 0 ? [] : [...new Set(all), ''];
}

/** As plain data, for a program to read. */
export const verdictsOf = (name: string, results: readonly Result[]): unknown =>
  results.map(({ subject, form, ending, verdict: { seen, spans, end }, own }) => ({
    name,
    sdk: subject.name,
    form,
    ending: ending.name,
    seen,
    spans,
    end,
    own,
  }));
