import { cutText, fitText, textWidth } from './terminal-text.ts';

const SGR = {
  plain: '',
  bold: '1',
  dim: '2',
  red: '31',
  green: '32',
  yellow: '33',
  blue: '34',
  magenta: '35',
  cyan: '36',
  error: '1;31',
} as const;

export type Style = keyof typeof SGR;

/** Text in one style; it is already safe for a terminal. */
export interface Piece {
  text: string;
  style: Style;
}

export const piece = (text: string, style: Style = 'plain'): Piece => ({ text, style });

/** Cuts or pads a line to exactly `width` columns. */
export function fitPieces(pieces: readonly Piece[], width: number): Piece[] {
  const fitted: Piece[] = [];
  let left = width;
  for (const { text, style } of pieces) {
    const cut = cutText(text, left);
    if (cut !== '') fitted.push({ text: cut, style });
    left -= textWidth(cut);
    if (cut !== text) break;
  }
  return [...fitted, piece(fitText('', Math.max(0, left)))];
}

/** A line of output, with or without colours. */
export function paint(pieces: readonly Piece[], color: boolean): string {
  const paintOne = ({ text, style }: Piece) =>
    color && SGR[style] !== '' && text.trim() !== '' ? `\x1b[${SGR[style]}m${text}\x1b[0m` : text;
  return trimEnd(pieces).map(paintOne).join('');
}

function trimEnd(pieces: readonly Piece[]): Piece[] {
  const last = pieces.findLastIndex(({ text }) => text.trim() !== '');
  return pieces.slice(0, last + 1).map((one, index) => (index === last ? { ...one, text: one.text.trimEnd() } : one));
}
