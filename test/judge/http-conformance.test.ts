// The official http and undici instrumentations as an outside judge: the same requests give the same spans and metrics under otelier,
// however the application loads http. One test a request and form, so that a difference reads as one: `npm test -- test/judge -t PURGE`.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Certificates } from '../program/certificates.ts';
import { CORRECTIONS, corrected } from './corrections.ts';
import { exchangeText, strays } from './exchange-text.ts';
import { metricText } from './metric-text.ts';
import { PROGRAMS } from './program-exchanges.ts';
import { brokenRules, SHORTFALLS, shortfallsOf } from './shortfalls.ts';
import { FORMS, type Form, type Testimony, testify } from './testimony.ts';

const forms = Object.keys(FORMS) as Form[];
const certificates = new Certificates();
afterAll(() => certificates[Symbol.dispose]());

describe.each(PROGRAMS.map((program) => [program.name, program] as const))('%s', (name, program) => {
  const { exchanges } = program;
  let official: Testimony;
  /** The official testimony, with what the conventions ask for. */
  let right: Testimony;
  let ours: Readonly<Record<string, Testimony>>;

  beforeAll(async () => {
    const run = { ...program, certificates };
    const [judge, ...all] = await Promise.all([testify('official', run), ...forms.map((form) => testify(form, run))]);
    official = judge;
    right = corrected(name, judge);
    ours = Object.fromEntries(all.map((testimony) => [testimony.by, testimony]));
  });

  const of = (form: Form): Testimony => ours[form] ?? official;

  describe.each(forms)('%s', (form) => {
    test.each(exchanges.map((exchange) => [exchange.about, exchange] as const))('%s', (about, { deviation }) => {
      const expected = exchangeText(right, about, deviation?.officialOnly.spans);
      expect(exchangeText(of(form), about)).toEqual(expected);
      if (deviation !== undefined) expect(exchangeText(official, about)).not.toEqual(expected);
    });

    test('no span without a request', () => {
      expect(strays(of(form))).toEqual([]);
    });

    test('standard error', () => {
      expect(official.result.stderr).toBe('');
      expect(of(form).result.stderr).toBe('');
    });

    test('metrics', () => {
      const left = exchanges.flatMap(({ deviation }) => deviation?.officialOnly.points ?? []);
      expect(metricText(of(form))).toEqual(metricText(right, left));
    });
  });

  test('is corrected only where the official package still differs', () => {
    const abouts = CORRECTIONS.flatMap(({ where, officialPoint }) => (officialPoint ? [] : (where[name] ?? [])));
    for (const about of abouts) expect(exchangeText(right, about)).not.toEqual(exchangeText(official, about));
  });

  test('the semantic conventions, but for the shortfalls of the official package', () => {
    expect(brokenRules(of('required'))).toEqual(shortfallsOf(name, of('required')));
  });
});

test.each([
  ...SHORTFALLS.map(({ reason }) => reason),
  ...new Set(CORRECTIONS.map(({ reason }) => reason)),
  ...new Set(PROGRAMS.flatMap(({ exchanges }) => exchanges.flatMap(({ deviation }) => deviation?.reason ?? []))),
])('docs/http-conformance.md says: %s', (reason) => {
  expect(readFileSync('docs/http-conformance.md', 'utf8').replace(/\s+/g, ' ')).toContain(reason);
});
