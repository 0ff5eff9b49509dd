/** A text as a reader sees it, and where each of its characters stands in the original. */
export interface TextView {
  readonly text: string;
  /** Where the original of each character begins. */
  readonly starts: Uint32Array;
  /** Where the original of each character ends. */
  readonly ends: Uint32Array;
}

type Decode = (found: RegExpExecArray) => string;

/**
 * Terminal colours (also escaped, as in JSON), characters without width, full-width forms, `\u0026` and `\x26`, and HTML's entities. Only one
 * backslash is part of an escape: the ones before it belong to the JSON around.
 */
const ESCAPES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character begins a terminal colour.
  /(?:\x1b|\\(?:u001[bB]|x1[bB]|033|e))\[[\d;:?]{0,40}[@-~]|[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|([\uff01-\uff5e])|\\(?:u00|x)([2-7][\da-fA-F])|&(?:(amp|lt|gt|quot|apos)|#(?:0{0,3}(\d{2,3})|x0{0,3}([2-7][\da-f])));/gi;

/** The characters of the expression above that a text without any keyword can hide one behind. */
export const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\uff01-\uff5e]/;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const FULL_WIDTH = 0xfee0;

function decodeEscape([whole, wide, hex, entity, decimal, hexEntity]: RegExpExecArray): string {
  if (wide !== undefined) return String.fromCharCode(wide.charCodeAt(0) - FULL_WIDTH);
  // An escaped quote stays escaped: the value around it does not end there.
  if (hex !== undefined) return /^2[27]$/.test(hex) ? `\\${hex === '22' ? '"' : "'"}` : character(hex, 16);
  if (entity !== undefined) return ENTITIES[entity.toLowerCase()] ?? whole;
  if (decimal !== undefined) return character(decimal, 10);
  return hexEntity === undefined ? '' : character(hexEntity, 16);
}

function character(code: string, radix: number): string {
  const value = Number.parseInt(code, radix);
  return value >= 32 && value < 127 ? String.fromCharCode(value) : ' ';
}

const PERCENT = /%(?:25){0,4}([2-7][\da-f])/gi;
const ENCODED_URL = /%(?:25){0,4}(?:2f|3a)/i;

function decode(text: string, escapes: RegExp, replace: Decode): TextView | undefined {
  escapes.lastIndex = 0;
  let found = escapes.exec(text);
  if (found === null) return undefined;
  const starts = new Uint32Array(2 * text.length);
  const ends = new Uint32Array(2 * text.length);
  let written = '';
  let done = 0;
  const copy = (end: number): void => {
    for (let at = done, to = written.length; at < end; at++, to++) {
      starts[to] = at;
      ends[to] = at + 1;
    }
    written += text.slice(done, end);
  };
  for (; found !== null; found = escapes.exec(text)) {
    copy(found.index);
    const decoded = replace(found);
    done = found.index + found[0].length;
    for (let i = 0; i < decoded.length; i++) {
      starts[written.length + i] = found.index;
      ends[written.length + i] = done;
    }
    written += decoded;
  }
  copy(text.length);
  return { text: written, starts, ends };
}

/** The text without escapes; undefined when it has none. */
export function unescapedView(text: string): TextView | undefined {
  return decode(text, ESCAPES, decodeEscape);
}

/** The text with its percent-encoded characters decoded; undefined when it holds no encoded URL. */
export function unquotedView(text: string): TextView | undefined {
  return text.includes('%') && ENCODED_URL.test(text)
    ? decode(text, PERCENT, ([, hex = '']) => character(hex, 16))
    : undefined;
}
