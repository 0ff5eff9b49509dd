import { describe, expect, test } from '@jest/globals';
import { KeywordAutomaton } from '../../../../src/foundation/redaction/scan/keyword-automaton.ts';
import { Random } from '../random.ts';

const KEYWORDS = ['key', 'keys', 'eyj', 'a', 'ab-cd', 'donkey', '9999', '://', 'yk'];
const automaton = new KeywordAutomaton(KEYWORDS.map((keyword) => [keyword, keyword] as const));

/** Each keyword where it stands, found the slow way. */
function expected(text: string): string[] {
  const folded = text.toLowerCase().replace(/\d/g, '9');
  return KEYWORDS.flatMap((keyword) =>
    [...Array(text.length).keys()].filter((at) => folded.startsWith(keyword, at)).map((at) => `${keyword}@${at}`),
  );
}

describe('KeywordAutomaton', () => {
  test('finds each keyword in each place, and none in a text without one', () => {
    const random = new Random(3);
    for (let i = 0; i < 5_000; i++) {
      const text = random.of('keysjabcdon-:/12 Ké', random.integer(24));
      const found: string[] = [];
      automaton.scan(text, (keyword, start) => {
        found.push(`${keyword}@${start}`);
        return -1;
      });
      expect(found.toSorted()).toEqual(expected(text).toSorted());
      expect(automaton.hasAny(text)).toBe(found.length > 0);
    }
  });

  test('continues where its visitor says', () => {
    const ends: number[] = [];
    automaton.scan('donkey keys', (_, start, end) => {
      ends.push(end);
      return start === 3 ? 7 : -1;
    });
    expect(ends).toEqual([6, 6, 10, 11]);
  });
});
