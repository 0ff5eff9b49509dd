import { expect, test } from '@jest/globals';
import { SaidOnce } from '../../src/foundation/diagnostics/once.ts';

test('a text is new once', () => {
  const said = new SaidOnce();
  expect(['a', 'a', 'b', 'a'].map((text) => said.isNew(text))).toEqual([true, false, true, false]);
});

test('when its memory is full nothing is new any more', () => {
  const said = new SaidOnce();
  const texts = Array.from({ length: 5_000 }, (_, index) => `text ${index}`);
  const isNew = texts.map((text) => said.isNew(text));
  const full = isNew.indexOf(false);
  expect(full).toBe(1_000);
  expect(isNew.slice(full)).not.toContain(true);
  // Neither what was said nor what could not be remembered.
  expect(texts.filter((text) => said.isNew(text))).toEqual([]);
});
