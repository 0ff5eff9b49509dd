import { describe, expect, test } from '@jest/globals';
import { cutText, escapeText, fitText, textWidth } from '../../../src/tools/viewer/terminal-text.ts';

describe('terminal text', () => {
  test.each([
    ['plain', 5],
    ['grüße', 5],
    ['e\u0301', 1],
    ['注文', 4],
    ['한국', 4],
    ['🚀', 2],
    ['👩‍👩‍👧‍👦', 2],
    ['❤️', 2],
    ['🇩🇪', 2],
    ['├─ …→·', 6],
    ['', 0],
  ])('measures %j as %i columns', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });

  test.each([
    ['hello', 5, 'hello'],
    ['hello', 4, 'hel…'],
    ['hello', 1, '…'],
    ['hello', 0, ''],
    ['注文する', 5, '注文…'],
    ['注文する', 4, '注…'],
    ['a👩‍👩‍👧‍👦b', 2, 'a…'],
  ])('truncates %j to %i columns as %j', (text, width, cut) => {
    expect(cutText(text, width)).toBe(cut);
    expect(textWidth(fitText(text, width))).toBe(width);
  });

  test('pads to the left or to the right', () => {
    expect([fitText('ab', 4), fitText('ab', 4, 'right')]).toEqual(['ab  ', '  ab']);
  });

  test.each([
    ['a\tb\nc', 'a\\tb\\nc'],
    ['\x1b[31m', '\\x1b[31m'],
    ['\x00\x7f\x9b', '\\x00\\x7f\\x9b'],
    ['\u202eabc\u2066', '\\u{202e}abc\\u{2066}'],
    ['half \ud83d', 'half \\u{d83d}'],
    ['👩‍👩‍👧‍👦 grüße', '👩‍👩‍👧‍👦 grüße'],
  ])('escapes %j as %j', (text, escaped) => {
    expect(escapeText(text)).toBe(escaped);
  });

  test('truncates a megabyte before it reads it', () => {
    expect(escapeText('\x1b'.repeat(1_000_000)).length).toBeLessThan(5000);
  });
});
