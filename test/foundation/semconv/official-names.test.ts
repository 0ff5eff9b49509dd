// The official package still has the names of v1.41, all marked as moved. What it has we have, under the same names.
import { describe, expect, test } from '@jest/globals';
import * as official from '@opentelemetry/semantic-conventions/incubating';
import { genAiAttributes, genAiEvents, genAiMetrics, sessionAttributes } from '../../../src/public/semconv.ts';

const officialNames = (form: RegExp): string[] =>
  Object.entries(official).flatMap(([constant, name]) => (form.test(constant) ? [String(name)] : []));

/** Older than the older ones: provider-specific names that nobody writes any more. */
const FORGOTTEN = /^gen_ai\.openai\./;

describe('semconv names', () => {
  test.each([
    ['attributes', /^ATTR_GEN_AI_/, genAiAttributes],
    ['metrics', /^METRIC_GEN_AI_/, genAiMetrics],
    ['events', /^EVENT_GEN_AI_/, genAiEvents],
    ['attributes of sessions', /^ATTR_SESSION_/, sessionAttributes],
  ])('every official name of gen_ai %s is in our table', (_, form, table) => {
    const names = officialNames(form).filter((name) => !FORGOTTEN.test(name));
    expect(names.length).toBeGreaterThan(1);
    expect(names.filter((name) => !(name in table))).toEqual([]);
  });

  test.each([
    ['attributes', /^ATTR_/, genAiAttributes],
    ['metrics', /^METRIC_/, genAiMetrics],
    ['events', /^EVENT_/, genAiEvents],
  ])('what of gen_ai %s is not official is of the latest generation', (_, form, table) => {
    const names = new Set(officialNames(form));
    const ours = Object.entries<{ generations?: readonly string[] }>(table).filter(([name]) => !names.has(name));
    expect(ours.filter(([, { generations }]) => generations?.join() !== 'latest').map(([name]) => name)).toEqual([]);
  });
});
