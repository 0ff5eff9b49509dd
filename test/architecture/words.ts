/** A word that src/ does not use, and what the field says. */
interface BannedWord {
  readonly form: RegExp;
  readonly instead: string;
}

/** Words also stand inside identifiers (`isTold`, `tellLeft`); words that only contain them (`masked`, `intelligent`) are fine. */
const anyCase = (...words: readonly string[]): RegExp =>
  new RegExp(
    words.map((word) => `\\b${word}(?![a-z])|${word.charAt(0).toUpperCase()}${word.slice(1)}(?![a-z])`).join('|'),
  );
const constant = (...words: readonly string[]): RegExp => new RegExp(`\\b(?:\\w+_)?(?:${words.join('|')})_`);

/** The worst of the list in CONTRIBUTING.md. */
const BANNED: readonly BannedWord[] = [
  { form: anyCase('told', 'tell', 'tells', 'telling'), instead: 'report, record, log' },
  { form: anyCase('asked'), instead: 'request' },
  { form: anyCase('whoever'), instead: 'a sentence with a subject' },
  { form: constant('LONGEST', 'MOST', 'DEEPEST'), instead: 'MAX_' },
  { form: constant('SHORTEST', 'LEAST', 'FEWEST'), instead: 'MIN_' },
  { form: anyCase('outlet', 'outlets'), instead: 'drain' },
  { form: /\bstands? for it\b/, instead: 'wrapper, replacement' },
  { form: /^\s*(?:\/\*\*|\/\/|\*) What /, instead: 'a sentence with a subject' },
];

/** `<line>: <word> (<what the field says>)` of each banned word of a text. */
export const findBannedWords = (text: string): readonly string[] =>
  text.split('\n').flatMap((line, index) =>
    BANNED.flatMap(({ form, instead }) => {
      const [found] = form.exec(line) ?? [];
      return found === undefined ? [] : [`${index + 1}: "${found.trim()}" (${instead})`];
    }),
  );

/** Rooms that still have such words. The list only shrinks. */
export const EXCUSED_ROOMS: readonly string[] = [
  'distribution/instrumentation',
  'foundation/configuration',
  'foundation/diagnostics',
  'foundation/log-lines',
  'foundation/redaction',
  'library/flow',
  'library/logs',
  'library/monitor',
  'pipeline/exporters',
];
