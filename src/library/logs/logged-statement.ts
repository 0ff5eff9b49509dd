/** Each alternative runs in linear time: it ends at its closing character or at the end of the text. */
const TOKENS = [
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/.source,
  /\$(?<tag>(?:[a-z_]\w*)?)\$[\s\S]*?(?:\$\k<tag>\$|$)/.source,
  /\b(?:[nbxe]|_utf8\w*)?'(?:[^']|'')*(?:'|$)|'(?:[^']|'')*(?:'|$)/.source,
  /"(?:[^"]|"")*(?:"|$)/.source,
  /`[^`]*(?:`|$)/.source,
  /[$:@]\w+|[a-z_][\w$]*/.source,
  /(?:0x[\da-f]+|\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+)/.source,
].join('|');

const IDENTIFIER = /^"[a-z_][\w$]*"$/i;
/** A value follows these, not a name. After a value and a comma another value follows. */
const VALUE_FOLLOWS = /^(?:[=<>(?]|[ir]?like|regexp|in|values?|between|then|else|match|against|escape)$/i;
const PLACEHOLDER = '?';

/**
 * Replaces each literal of a statement by `?` and removes comments, so that only the shape of the query is logged. A quotation mark after a backslash
 * ends a text in some databases and not in others: the rest of such a statement is removed.
 */
export function withoutSqlLiterals(sql: string): string {
  const ambiguous = sql.search(/\\['"]/);
  const shown = ambiguous === -1 ? sql : sql.slice(0, openingBefore(sql, ambiguous));
  const matcher = new RegExp(TOKENS, 'gi');
  let before = '';
  let end = 0;
  let result = '';
  for (const match of shown.matchAll(matcher)) {
    const between = shown.slice(end, match.index);
    const sign = between.trim();
    if (sign !== '' && !(sign === ',' && before === PLACEHOLDER)) before = sign.slice(-1);
    const token = replacement(match[0], before);
    result += between + token;
    before = token;
    end = match.index + match[0].length;
  }
  return `${result}${shown.slice(end)}${ambiguous === -1 ? '' : '?…'}`;
}

/** The start of the text that contains the backslash, or an earlier position. */
function openingBefore(sql: string, position: number): number {
  const quote = sql.slice(0, position).search(/['"]/);
  return quote === -1 ? position : quote;
}

function replacement(token: string, before: string): string {
  if (token.startsWith('--') || token.startsWith('/*')) return ' ';
  if (/^(?:[a-z]?'|_utf8\w*'|\$\w*\$|[\d.])/i.test(token)) return PLACEHOLDER;
  // MySQL reads it as a text, other databases as a name.
  if (token.startsWith('"')) return IDENTIFIER.test(token) && !VALUE_FOLLOWS.test(before) ? token : PLACEHOLDER;
  return token;
}
