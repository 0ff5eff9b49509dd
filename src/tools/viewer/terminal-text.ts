/**
 * Makes text from received telemetry safe and measurable for a terminal. Names and messages may come from an attacker, and
 * an escape sequence in them could rewrite the screen.
 */

// Control characters, half surrogate pairs, line separators and invisible formatting such as right-to-left overrides;
// the zero width joiner stays, because it holds emoji together.
const UNSAFE = /(?!\u200d)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
// Latin letters, punctuation, arrows, box drawing. Nearly every line consists of these, so they have a fast path.
const SINGLE_WIDTH = /^[\x20-\x7e\u00a1-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u259f]*$/;
const ZERO_WIDTH = /^(?:\p{Mn}|\p{Me}|\u200d)+$/u;
const DOUBLE_WIDTH =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
// Longer text never fits on a line, and measuring a megabyte is slow.
const MAX_LINE_LENGTH = 1000;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Returns one line without control characters or escape sequences; very long text is truncated. */
export function escapeText(text: string): string {
  const start = text.length > MAX_LINE_LENGTH ? `${text.slice(0, MAX_LINE_LENGTH)}…` : text;
  return start.replace(UNSAFE, (character) => SHORT_ESCAPES[character] ?? escapeCharacter(character));
}

/** Number of terminal columns. */
export function textWidth(text: string): number {
  if (SINGLE_WIDTH.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment);
  return width;
}

/** The text in at most `width` columns, with an ellipsis if it was truncated. */
export function cutText(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let [cut, used] = ['', 0];
  for (const { segment } of graphemes.segment(text)) {
    used += graphemeWidth(segment);
    if (used > width - 1) break;
    cut += segment;
  }
  return width > 0 ? `${cut}…` : '';
}

/** The text in exactly `width` columns. */
export function fitText(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const cut = cutText(text, width);
  const padding = ' '.repeat(Math.max(0, width - textWidth(cut)));
  return align === 'left' ? cut + padding : padding + cut;
}

function graphemeWidth(grapheme: string): number {
  if (ZERO_WIDTH.test(grapheme)) return 0;
  return DOUBLE_WIDTH.test(grapheme) ? 2 : 1;
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
