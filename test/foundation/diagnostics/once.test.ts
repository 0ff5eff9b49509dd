import { describe, expect, test } from '@jest/globals';
import { OnceSet, warnOnce } from '../../../src/foundation/diagnostics/once.ts';
import { recordDiagnostics } from './recorded-diagnostics.ts';

describe('OnceSet', () => {
  test('adds a text once', () => {
    const once = new OnceSet();
    expect(once.isEmpty).toBe(true);
    expect(['a', 'a', 'b', 'a'].map((text) => once.add(text))).toEqual([true, false, true, false]);
    expect(once.isEmpty).toBe(false);
  });

  test('adds no text at its limit', () => {
    const once = new OnceSet();
    const texts = Array.from({ length: 5_000 }, (_, index) => `text ${index}`);
    const isNew = texts.map((text) => once.add(text));
    const full = isNew.indexOf(false);
    expect(full).toBe(1_000);
    expect(isNew.slice(full)).not.toContain(true);
    // Neither the remembered texts nor those beyond the limit.
    expect(texts.filter((text) => once.add(text))).toEqual([]);
  });

  test('adds a text again after clear()', () => {
    const once = new OnceSet();
    expect([once.add('a'), once.add('a')]).toEqual([true, false]);
    once.clear();
    expect([once.isEmpty, once.add('a')]).toEqual([true, true]);
  });
});

describe('warnOnce', () => {
  test('logs the same words once', () => {
    const recorded = recordDiagnostics();
    for (const message of ['one', 'two', 'one', 'two', 'one']) warnOnce(message);
    expect(recorded.warnings).toEqual(['one', 'two']);
  });
});
