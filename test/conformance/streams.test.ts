// Each ending of a stream, with otelier and without: the application sees the same, and one span tells the end. The whole cross product of SDKs, forms and
// endings is `npm run conformance:streams`; this is a part of it in which each SDK, each API, each form and each ending is met.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ENDINGS, endingsOf, LAST_ENDINGS } from './endings.ts';
import { callMetricsShortfalls } from './own-metrics.ts';
import { ownShortfalls } from './own-spans.ts';
import { type Case, type ComparedRun, compareRuns, OTELIER, type Provider, startProvider } from './program-run.ts';
import { type Form, SUBJECTS, type Subject } from './subjects.ts';
import { judge } from './verdict.ts';

const TRIED: readonly (readonly [name: string, form: Form])[] = [
  ['openai 4.104 chat', 'CJS'],
  ['openai 5.23 chat', 'ESM'],
  ['openai 5.23 responses', 'CJS'],
  ['openai 6.49 chat', 'CJS'],
  ['openai 7.55 chat', 'ESM'],
  ['openai 7.55 responses', 'ESM'],
  ['Anthropic 0.39', 'ESM'],
  ['Anthropic 1.11', 'CJS'],
  ['Vercel AI 7', 'ESM'],
];

const TRIED_LAST: typeof TRIED = [
  ['openai 7.55 chat', 'ESM'],
  ['Anthropic 1.11', 'CJS'],
];

let provider: Provider;
beforeAll(async () => {
  provider = await startProvider();
});
afterAll(async () => provider[Symbol.asyncDispose]());

const subjectOf = (name: string): Subject => {
  const found = SUBJECTS.find((subject) => subject.name === name);
  if (found === undefined) throw new Error(`expected an SDK that is tried, got ${name}`);
  return found;
};

/** Everything that is wrong, in words. */
function shortfallsOf(run: ComparedRun): readonly string[] {
  const common = judge(run).flatMap(({ ending, seen, spans, end }) =>
    [...seen, ...spans, ...end].map((what) => `${ending.name}: ${what}`),
  );
  return [...common, ...ownShortfalls(run)];
}

describe('conformance of streams', () => {
  test.concurrent.each(TRIED)(
    '%s, %s: the application sees the same, and each call has one right span',
    async (name, form) => {
      const subject = subjectOf(name);
      const run = await compareRuns({ subject, form, endings: endingsOf(subject, ENDINGS) }, OTELIER, provider.url);
      expect([...shortfallsOf(run), ...callMetricsShortfalls(run)]).toEqual([]);
      expect({ exitCode: run.watched.result.exitCode, stderr: run.watched.result.stderr }).toEqual({
        exitCode: 0,
        stderr: '',
      });
    },
  );

  const LAST_CASES = TRIED_LAST.flatMap(([name, form]) => {
    const subject = subjectOf(name);
    return endingsOf(subject, LAST_ENDINGS).map((ending): readonly [string, Form, string, Case] => [
      name,
      form,
      ending.name,
      { subject, form, endings: [ending] },
    ]);
  });

  test.concurrent.each(LAST_CASES)(
    '%s, %s: the process ends the same, and the span is delivered: %s',
    async (_name, _form, _ending, one) => {
      expect(shortfallsOf(await compareRuns(one, OTELIER, provider.url))).toEqual([]);
    },
  );
});
