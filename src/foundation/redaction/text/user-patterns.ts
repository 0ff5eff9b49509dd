import { createRequire } from 'node:module';
import type { Placeholder } from '../scan/placeholder.ts';
import type { Report } from '../scan/scan.ts';
import type { PatternRedaction } from './text-redactor.ts';

const load = createRequire(import.meta.url);

/** A pattern of the user's, whose matches are redacted under its name. */
export interface UserPattern {
  readonly name: string;
  readonly pattern: RegExp;
}

type Span = readonly [start: number, end: number];
type FindAll = (text: string) => readonly Span[];

const MARKS = /\[(?:REDACTED:[^\]\s]{1,80}|TRUNCATED)\]/g;
/** A quantifier without an upper bound, a repeated group, a back reference, a look-around: what may take longer than the text is long. */
const UNBOUNDED = /[*+]|\{\d*,\}|\{\d{3,}|\)[?{]|\\[1-9k]|\(\?(?:[=!]|<[=!])|\{\d+,\d{3,}/;
const MOST_QUANTIFIERS = 8;

/** Whether a pattern can do no more at each place than a small, fixed amount of work. */
export function isBounded(source: string): boolean {
  const bare = source.replace(/\\[^1-9k]/g, 'x').replace(/\[(?:[^\]\\]|\\.)*\]/g, 'x');
  return !UNBOUNDED.test(bare) && (bare.match(/[?{]/g)?.length ?? 0) <= MOST_QUANTIFIERS && !/\|/.test(bare);
}

function nativeFinder({ pattern }: UserPattern): FindAll {
  const global = new RegExp(pattern.source, `${pattern.flags.replace(/[gyd]/g, '')}g`);
  return (text) => [...text.matchAll(global)].map((found) => [found.index, found.index + found[0].length] as const);
}

/** RE2 in JavaScript: slower, and linear whatever the pattern and the text. It knows neither look-arounds nor back references. */
function linearFinder({ name, pattern }: UserPattern): FindAll {
  const { RE2JS } = load('re2js') as typeof import('re2js');
  const flags =
    (pattern.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) |
    (pattern.multiline ? RE2JS.MULTILINE : 0) |
    (pattern.dotAll ? RE2JS.DOTALL : 0);
  const compile = () => {
    try {
      return RE2JS.compile(RE2JS.translateRegExp(pattern.source), flags);
    } catch (error) {
      throw new TypeError(
        `redaction patterns: ${name}: expected a pattern without look-around and back references, so that it runs in linear time, got ${pattern} (${error instanceof Error ? error.message : 'not understood'})`,
      );
    }
  };
  const compiled = compile();
  return (text) => {
    const spans: Span[] = [];
    for (const matcher = compiled.matcher(text); matcher.find(); ) spans.push([matcher.start(), matcher.end()]);
    return spans;
  };
}

/** Applies the user's patterns between the marks that are there already. Throws TypeError when a pattern cannot be run in linear time. */
export function createPatternRedaction(
  patterns: readonly UserPattern[],
  placeholder: Placeholder,
  report: Report,
): PatternRedaction {
  const finders = patterns.map((own) => ({
    name: own.name,
    find: isBounded(own.pattern.source) ? nativeFinder(own) : linearFinder(own),
  }));
  const between = (text: string, name: string, find: FindAll): string => {
    let written = '';
    let done = 0;
    for (const [start, end] of find(text)) {
      if (end <= start || start < done) continue;
      report(name);
      written += text.slice(done, start) + placeholder.write(name, text.slice(start, end));
      done = end;
    }
    return done === 0 ? text : written + text.slice(done);
  };
  return (text) =>
    finders.reduce((before, { name, find }) => outsideMarks(before, (part) => between(part, name, find)), text);
}

function outsideMarks(text: string, redact: (part: string) => string): string {
  if (!text.includes('[')) return redact(text);
  const marks = [...text.matchAll(MARKS)];
  const starts = [0, ...marks.map((found) => found.index + found[0].length)];
  return starts.map((start, i) => redact(text.slice(start, marks[i]?.index)) + (marks[i]?.[0] ?? '')).join('');
}
